//! The simulated administrations.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A simulated administration: one of the four behind the portal, or the identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoOwner {
    Dgddi,
    Dgfip,
    Urssaf,
    /// Has declarations only, no payments.
    #[serde(rename = "net-entreprises")]
    NetEntreprises,
    /// Identity provider only, not a co-owner of the portal (mission §2.3).
    ProConnect,
}

impl CoOwner {
    /// The administrations behind the portal.
    pub const ALL: [Self; 4] = [Self::Dgddi, Self::Dgfip, Self::Urssaf, Self::NetEntreprises];

    /// Code used in addresses: `dgddi`, `dgfip`, `urssaf`, `net-entreprises`, `proconnect`.
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

    /// Short name, such as `DGDDI`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dgddi => "DGDDI",
            Self::Dgfip => "DGFiP",
            Self::Urssaf => "Urssaf",
            Self::NetEntreprises => "net-entreprises",
            Self::ProConnect => "ProConnect",
        }
    }

    /// Name of the simulated site.
    pub fn site(self) -> &'static str {
        match self {
            Self::Dgddi => "douane.gouv.fr",
            Self::Dgfip => "impots.gouv.fr",
            Self::Urssaf => "urssaf.fr",
            Self::NetEntreprises => "net-entreprises.fr",
            Self::ProConnect => "ProConnect",
        }
    }

    /// Returns `true` if the co-owner has a payment schedule; the DGDDI has none (004, Tableau de bord).
    pub fn has_schedule(self) -> bool {
        matches!(self, Self::Dgfip | Self::Urssaf)
    }
}

impl fmt::Display for CoOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
