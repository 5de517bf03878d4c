use crate::form::{Kind, ReferenceFormat};

/// Nature of a field: a kind of answer, or one format of the references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    ShortText,
    LongText,
    Choice,
    Checkbox,
    Date,
    Month,
    Quarter,
    Period,
    Amount,
    Number,
    Siret,
    Creance,
    Mandat,
    Iban,
    Declaration,
    CreditTrigo,
    Accise,
    Reference,
    Nomenclature,
    Country,
    Phone,
    Email,
    File,
}

impl Nature {
    pub const ALL: [Nature; 23] = [
        Nature::ShortText,
        Nature::LongText,
        Nature::Choice,
        Nature::Checkbox,
        Nature::Date,
        Nature::Month,
        Nature::Quarter,
        Nature::Period,
        Nature::Amount,
        Nature::Number,
        Nature::Siret,
        Nature::Creance,
        Nature::Mandat,
        Nature::Iban,
        Nature::Declaration,
        Nature::CreditTrigo,
        Nature::Accise,
        Nature::Reference,
        Nature::Nomenclature,
        Nature::Country,
        Nature::Phone,
        Nature::Email,
        Nature::File,
    ];

    /// Code used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Nature::ShortText => "texte",
            Nature::LongText => "texte-long",
            Nature::Choice => "choix",
            Nature::Checkbox => "case",
            Nature::Date => "date",
            Nature::Month => "mois",
            Nature::Quarter => "trimestre",
            Nature::Period => "periode",
            Nature::Amount => "montant",
            Nature::Number => "nombre",
            Nature::Siret => "siret",
            Nature::Creance => "creance",
            Nature::Mandat => "mandat",
            Nature::Iban => "iban",
            Nature::Declaration => "declaration",
            Nature::CreditTrigo => "credit-trigo",
            Nature::Accise => "accise",
            Nature::Reference => "reference",
            Nature::Nomenclature => "nomenclature",
            Nature::Country => "pays",
            Nature::Phone => "telephone",
            Nature::Email => "courriel",
            Nature::File => "fichier",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Nature::ALL.into_iter().find(|nature| nature.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Nature::ShortText => "Texte court",
            Nature::LongText => "Texte long",
            Nature::Choice => "Choix dans une liste",
            Nature::Checkbox => "Case à cocher",
            Nature::Date => "Date",
            Nature::Month => "Mois",
            Nature::Quarter => "Trimestre",
            Nature::Period => "Période, de mois à mois",
            Nature::Amount => "Montant en euros",
            Nature::Number => "Nombre",
            Nature::Siret => "SIRET de l’entreprise",
            Nature::Creance => "Créance",
            Nature::Mandat => "Mandat de prélèvement",
            Nature::Iban => "IBAN",
            Nature::Declaration => "Déclaration (MRN ou numéro)",
            Nature::CreditTrigo => "Crédit TRIGO",
            Nature::Accise => "Numéro d’accise",
            Nature::Reference => "Autre référence",
            Nature::Nomenclature => "Nomenclature douanière",
            Nature::Country => "Pays",
            Nature::Phone => "Téléphone",
            Nature::Email => "Adresse de courriel",
            Nature::File => "Pièce à joindre",
        }
    }

    /// Returns the nature of a field; `None` for the kinds of the pages of accounts.
    pub fn of(kind: &Kind) -> Option<Self> {
        Nature::ALL.into_iter().find(|nature| nature.is(kind))
    }

    /// Compares what a kind asks for, whatever its settings.
    fn is(self, kind: &Kind) -> bool {
        match (self.kind(), kind) {
            (Kind::Reference { format }, Kind::Reference { format: other }) => format == *other,
            (own, other) => std::mem::discriminant(&own) == std::mem::discriminant(other),
        }
    }

    /// Returns the kind of a new field, with the usual settings; a choice has no option yet.
    pub const fn kind(self) -> Kind {
        match self {
            Nature::ShortText => Kind::ShortText { max: 120 },
            Nature::LongText => Kind::LongText { max: 1000 },
            Nature::Choice => Kind::Choice { options: Vec::new() },
            Nature::Checkbox => Kind::Checkbox,
            Nature::Date => Kind::Date,
            Nature::Month => Kind::Month,
            Nature::Quarter => Kind::Quarter,
            Nature::Period => Kind::Period,
            Nature::Amount => Kind::Amount,
            Nature::Number => Kind::Number,
            Nature::Siret => Kind::Siret,
            Nature::Creance => Kind::Creance { max: 20 },
            Nature::Mandat => Kind::Mandat,
            Nature::Iban => Kind::Iban,
            Nature::Declaration => Kind::Reference { format: ReferenceFormat::Declaration },
            Nature::CreditTrigo => Kind::Reference { format: ReferenceFormat::CreditTrigo },
            Nature::Accise => Kind::Reference { format: ReferenceFormat::Accise },
            Nature::Reference => Kind::Reference { format: ReferenceFormat::Libre },
            Nature::Nomenclature => Kind::Nomenclature,
            Nature::Country => Kind::Country,
            Nature::Phone => Kind::Phone,
            Nature::Email => Kind::Email,
            Nature::File => Kind::File,
        }
    }
}
