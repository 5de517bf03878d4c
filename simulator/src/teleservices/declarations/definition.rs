//! What is declared in each téléservice. Rates are fictional, close to the real ones.

use crate::world::CardKind;

/// Form of one téléservice, besides the establishment.
pub struct Definition {
    pub teleservice: &'static str,
    /// Letters in the reference of the créance.
    pub prefix: &'static str,
    /// Label of the choice list.
    pub choice: &'static str,
    pub options: &'static [Kind],
    pub detail: Detail,
    /// Label of the quantity.
    pub quantity: &'static str,
    /// Unit of the quantity, in words.
    pub unit: &'static str,
    /// Days until the créance is due.
    pub due_days: i32,
}

/// One kind of goods or operation.
pub struct Kind {
    pub code: &'static str,
    pub label: &'static str,
    /// Amount due for one unit, in thousandths of a euro.
    pub rate: i64,
    pub card: Option<CardKind>,
}

/// The second field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Eight or ten digits.
    Nomenclature,
    Month,
    Quarter,
}

const fn kind(code: &'static str, label: &'static str, rate: i64) -> Kind {
    Kind { code, label, rate, card: None }
}

pub const DEFINITIONS: &[Definition] = &[
    Definition {
        teleservice: "DELTA-G",
        prefix: "DG",
        choice: "Régime",
        options: &[
            kind("import", "Importation, mise en libre pratique", 40),
            kind("export", "Exportation définitive", 0),
        ],
        detail: Detail::Nomenclature,
        quantity: "Valeur en douane",
        unit: "euros",
        due_days: 30,
    },
    Definition {
        teleservice: "CIEL",
        prefix: "CI",
        choice: "Famille de produits",
        options: &[
            Kind { code: "alcools", label: "Alcools", rate: 1_899_910, card: Some(CardKind::Alcools) },
            kind("tabacs", "Tabacs manufacturés", 368_200),
        ],
        detail: Detail::Month,
        quantity: "Quantité mise à la consommation",
        unit: "hectolitres d’alcool pur, ou milliers de cigarettes",
        due_days: 25,
    },
    Definition {
        teleservice: "DOMINO",
        prefix: "OM",
        choice: "Territoire",
        options: &[
            territory("guadeloupe", "Guadeloupe"),
            territory("martinique", "Martinique"),
            territory("guyane", "Guyane"),
            territory("la-reunion", "La Réunion"),
            territory("mayotte", "Mayotte"),
        ],
        detail: Detail::Quarter,
        quantity: "Chiffre d’affaires imposable",
        unit: "euros",
        due_days: 30,
    },
    Definition {
        teleservice: "ISOPE",
        prefix: "EN",
        choice: "Produit",
        options: &[kind("gazole", "Gazole", 60_750), kind("essence", "Supercarburant", 68_290)],
        detail: Detail::Month,
        quantity: "Quantité livrée",
        unit: "hectolitres",
        due_days: 20,
    },
    Definition {
        teleservice: "ISOPE-DOM",
        prefix: "ED",
        choice: "Produit",
        options: &[
            kind("gazole", "Gazole, outre-mer", 37_460),
            kind("essence", "Supercarburant, outre-mer", 57_920),
        ],
        detail: Detail::Month,
        quantity: "Quantité livrée",
        unit: "hectolitres",
        due_days: 20,
    },
];

const fn territory(code: &'static str, label: &'static str) -> Kind {
    Kind { code, label, rate: 25, card: Some(CardKind::OctroiDeMerInterne) }
}

/// Returns the form of a téléservice; `None` if nothing is declared there.
pub fn of(teleservice: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|one| one.teleservice == teleservice)
}

impl Definition {
    /// Returns the kind with this code.
    pub fn kind(&self, code: &str) -> Option<&'static Kind> {
        self.options.iter().find(|one| one.code == code)
    }
}

impl Kind {
    /// Returns the amount due in cents; `quantity`: in hundredths of the unit.
    pub fn amount(&self, quantity: i64) -> i64 {
        quantity.saturating_mul(self.rate) / 1000
    }
}

impl Detail {
    pub fn label(self) -> &'static str {
        match self {
            Self::Nomenclature => "Nomenclature",
            Self::Month => "Mois",
            Self::Quarter => "Trimestre",
        }
    }

    /// How it is typed.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Nomenclature => "8 ou 10 chiffres, par exemple 22082029",
            Self::Month => "Mois et année, par exemple 10/2026",
            Self::Quarter => "Trimestre et année, par exemple 3/2026",
        }
    }
}
