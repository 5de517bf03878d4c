//! The administrations behind the portal.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoOwner {
    Dgddi,
    Dgfip,
    Urssaf,
}

impl CoOwner {
    pub const ALL: [CoOwner; 3] = [CoOwner::Dgddi, CoOwner::Dgfip, CoOwner::Urssaf];

    /// As in addresses, configuration and the database.
    pub const fn code(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "dgddi",
            CoOwner::Dgfip => "dgfip",
            CoOwner::Urssaf => "urssaf",
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
        }
    }

    /// With its article, for the middle of a sentence.
    pub const fn with_article(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "la douane",
            CoOwner::Dgfip => "la DGFiP",
            CoOwner::Urssaf => "l’Urssaf",
        }
    }

    /// The site where its accounts live and its rights are granted.
    pub const fn site(self) -> &'static str {
        match self {
            CoOwner::Dgddi => "douane.gouv.fr",
            CoOwner::Dgfip => "impots.gouv.fr",
            CoOwner::Urssaf => "urssaf.fr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for co_owner in CoOwner::ALL {
            assert_eq!(CoOwner::from_code(co_owner.code()), Some(co_owner));
        }
        assert_eq!(CoOwner::from_code("DGDDI"), None);
    }
}
