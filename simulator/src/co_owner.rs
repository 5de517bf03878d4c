use std::fmt;

use serde::{Deserialize, Serialize};

/// An administration behind the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoOwner {
    Dgddi,
    Dgfip,
    Urssaf,
}

impl CoOwner {
    pub const ALL: [Self; 3] = [Self::Dgddi, Self::Dgfip, Self::Urssaf];

    /// The code in addresses: `dgddi`, `dgfip`, `urssaf`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dgddi => "dgddi",
            Self::Dgfip => "dgfip",
            Self::Urssaf => "urssaf",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|co_owner| co_owner.code() == code)
    }

    /// Short name: « DGDDI ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Dgddi => "DGDDI",
            Self::Dgfip => "DGFiP",
            Self::Urssaf => "Urssaf",
        }
    }

    /// The site that is simulated.
    pub fn site(self) -> &'static str {
        match self {
            Self::Dgddi => "douane.gouv.fr",
            Self::Dgfip => "impots.gouv.fr",
            Self::Urssaf => "urssaf.fr",
        }
    }

    /// The DGDDI has no payment schedule (004, Tableau de bord).
    pub fn has_schedule(self) -> bool {
        self != Self::Dgddi
    }
}

impl fmt::Display for CoOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
