use super::CreanceState;

/// Selected list of payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaymentsTab {
    #[default]
    EnCours,
    Historique,
}

impl PaymentsTab {
    /// Returns the default for an unknown code.
    pub fn from_code(code: &str) -> Self {
        if code == PaymentsTab::Historique.code() { PaymentsTab::Historique } else { PaymentsTab::EnCours }
    }

    /// Code in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            PaymentsTab::EnCours => "en-cours",
            PaymentsTab::Historique => "historique",
        }
    }

    /// States among which its créances can be filtered: those of the history are all paid.
    pub const fn states(self) -> &'static [CreanceState] {
        match self {
            PaymentsTab::EnCours => &[CreanceState::APayer, CreanceState::EnRetard],
            PaymentsTab::Historique => &[],
        }
    }
}
