use std::fmt;

use serde::{Deserialize, Serialize};

/// An administration whose accounts are simulated: the four behind the portal, and the identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoOwner {
    Dgddi,
    Dgfip,
    Urssaf,
    /// Social declarations only: no payments.
    #[serde(rename = "net-entreprises")]
    NetEntreprises,
    /// Not behind the portal: it only says who somebody is (mission §2.3).
    ProConnect,
}

impl CoOwner {
    /// The administrations behind the portal.
    pub const ALL: [Self; 4] = [Self::Dgddi, Self::Dgfip, Self::Urssaf, Self::NetEntreprises];

    /// The code in addresses: `dgddi`, `dgfip`, `urssaf`, `net-entreprises`, `proconnect`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dgddi => "dgddi",
            Self::Dgfip => "dgfip",
            Self::Urssaf => "urssaf",
            Self::NetEntreprises => "net-entreprises",
            Self::ProConnect => "proconnect",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::ProConnect]).find(|co_owner| co_owner.code() == code)
    }

    /// Short name: « DGDDI ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Dgddi => "DGDDI",
            Self::Dgfip => "DGFiP",
            Self::Urssaf => "Urssaf",
            Self::NetEntreprises => "net-entreprises",
            Self::ProConnect => "ProConnect",
        }
    }

    /// The site that is simulated.
    pub fn site(self) -> &'static str {
        match self {
            Self::Dgddi => "douane.gouv.fr",
            Self::Dgfip => "impots.gouv.fr",
            Self::Urssaf => "urssaf.fr",
            Self::NetEntreprises => "net-entreprises.fr",
            Self::ProConnect => "ProConnect",
        }
    }

    /// The DGDDI has no payment schedule (004, Tableau de bord).
    pub fn has_schedule(self) -> bool {
        matches!(self, Self::Dgfip | Self::Urssaf)
    }
}

impl fmt::Display for CoOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
