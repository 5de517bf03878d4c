//! The téléservices of each co-owner, and the rights that exist on each.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;

/// A right on a téléservice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Droit {
    Lire,
    Declarer,
    Telepayer,
    Adherer,
    Consulter,
}

impl Droit {
    pub fn code(self) -> &'static str {
        match self {
            Self::Lire => "lire",
            Self::Declarer => "declarer",
            Self::Telepayer => "telepayer",
            Self::Adherer => "adherer",
            Self::Consulter => "consulter",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Lire => "lire",
            Self::Declarer => "déclarer",
            Self::Telepayer => "télépayer",
            Self::Adherer => "adhérer",
            Self::Consulter => "consulter",
        }
    }
}

impl fmt::Display for Droit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

pub struct Teleservice {
    pub code: &'static str,
    pub label: &'static str,
    pub co_owner: CoOwner,
    pub droits: &'static [Droit],
}

const DECLARATION: &[Droit] = &[Droit::Lire, Droit::Declarer];
const CONSULTATION: &[Droit] = &[Droit::Consulter];

/// TRIGO is left out: the portal does not offer it (004).
pub const TELESERVICES: &[Teleservice] = &[
    customs("DELTA-G", "Dédouanement", DECLARATION),
    customs("DELTA-X", "Dédouanement du fret express", DECLARATION),
    customs("CIEL", "Contributions indirectes (tabac, alcool)", DECLARATION),
    customs("ISOPE", "Produits énergétiques", DECLARATION),
    customs("ISOPE-DOM", "Produits énergétiques, outre-mer", DECLARATION),
    customs("DOMINO", "Octroi de mer", DECLARATION),
    customs("TELEPAIEMENT-SEPA", "Télépaiement par prélèvement", &[Droit::Telepayer, Droit::Adherer]),
    customs("TELEPAIEMENT-CB", "Télépaiement par carte", &[Droit::Telepayer]),
    customs("ICS", "Sûreté et sécurité à l’importation", DECLARATION),
    customs("NSTI", "Transit", DECLARATION),
    customs("SOFI", "Formalités centralisées", DECLARATION),
    Teleservice {
        code: "PAIEMENTS-DGFIP",
        label: "Paiements des impôts professionnels",
        co_owner: CoOwner::Dgfip,
        droits: CONSULTATION,
    },
    Teleservice {
        code: "PAIEMENTS-URSSAF",
        label: "Paiements des cotisations",
        co_owner: CoOwner::Urssaf,
        droits: CONSULTATION,
    },
    Teleservice {
        code: "DSN",
        label: "Déclaration sociale nominative",
        co_owner: CoOwner::NetEntreprises,
        droits: &[Droit::Declarer, Droit::Consulter],
    },
];

const fn customs(code: &'static str, label: &'static str, droits: &'static [Droit]) -> Teleservice {
    Teleservice { code, label, co_owner: CoOwner::Dgddi, droits }
}

/// Returns the téléservice of a co-owner with this code.
pub fn find(co_owner: CoOwner, code: &str) -> Option<&'static Teleservice> {
    TELESERVICES.iter().find(|one| one.co_owner == co_owner && one.code == code)
}

/// Returns the téléservices of a co-owner.
pub fn of(co_owner: CoOwner) -> impl Iterator<Item = &'static Teleservice> {
    TELESERVICES.iter().filter(move |one| one.co_owner == co_owner)
}
