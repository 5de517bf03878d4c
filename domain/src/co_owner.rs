//! The administrations that own the portal together.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoOwner {
    Dgddi,
    Dgfip,
    Urssaf,
    /// Social declarations; joined later (004, Principes généraux).
    #[serde(rename = "net-entreprises")]
    NetEntreprises,
}

impl CoOwner {
    pub const ALL: [CoOwner; 4] = [CoOwner::Dgddi, CoOwner::Dgfip, CoOwner::Urssaf, CoOwner::NetEntreprises];

    /// Code used in URLs, the configuration and the database.
    pub const fn code(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "dgddi",
            CoOwner::Dgfip => "dgfip",
            CoOwner::Urssaf => "urssaf",
            CoOwner::NetEntreprises => "net-entreprises",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        CoOwner::ALL.into_iter().find(|co_owner| co_owner.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "Douane",
            CoOwner::Dgfip => "DGFiP",
            CoOwner::Urssaf => "Urssaf",
            CoOwner::NetEntreprises => "net-entreprises",
        }
    }

    /// Name with its French article, for the middle of a sentence.
    pub const fn with_article(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "la douane",
            CoOwner::Dgfip => "la DGFiP",
            CoOwner::Urssaf => "l’Urssaf",
            CoOwner::NetEntreprises => "net-entreprises",
        }
    }

    /// Website that holds its accounts and grants its rights.
    pub const fn site(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "douane.gouv.fr",
            CoOwner::Dgfip => "impots.gouv.fr",
            CoOwner::Urssaf => "urssaf.fr",
            CoOwner::NetEntreprises => "net-entreprises.fr",
        }
    }

    /// Name of its configuration section, without hyphen because environment variables cannot contain one.
    pub const fn settings_key(self) -> &'static str {
        match self {
            CoOwner::NetEntreprises => "net_entreprises",
            other => other.code(),
        }
    }

    /// Returns `true` if it receives payments; net-entreprises takes declarations only.
    pub const fn has_payments(self) -> bool {
        !matches!(self, CoOwner::NetEntreprises)
    }

    /// Returns `true` if it publishes a payment schedule; customs do not (004, Tableau de bord).
    pub const fn has_schedule(self) -> bool {
        self.has_payments() && !matches!(self, CoOwner::Dgddi)
    }

    /// Link text for the declarations made on its own site. Returns `None` for customs, whose declarations
    /// are listed one by one (mission §4).
    pub const fn declarations(self) -> Option<&'static str> {
        match self {
            CoOwner::Dgddi => None,
            CoOwner::Dgfip => Some("Déclarations fiscales"),
            CoOwner::Urssaf => Some("Déclarations et cotisations sociales"),
            CoOwner::NetEntreprises => Some("Déclarations sociales (DSN)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back() {
        for co_owner in CoOwner::ALL {
            assert_eq!(CoOwner::from_code(co_owner.code()), Some(co_owner));
            // Stored events and pushed rights use the same code as URLs.
            let word = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(co_owner.code());
            assert_eq!(CoOwner::deserialize(word), Ok(co_owner));
        }
        assert_eq!(CoOwner::from_code("DGDDI"), None);
    }
}
