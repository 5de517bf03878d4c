use platform::co_owners::FigureKind;

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
    pub fn code(self) -> &'static str {
        match self {
            PaymentsTab::EnCours => "en-cours",
            PaymentsTab::Historique => "historique",
        }
    }

    pub(super) fn kind(self) -> FigureKind {
        match self {
            PaymentsTab::EnCours => FigureKind::CreancesEnCours,
            PaymentsTab::Historique => FigureKind::CreancesHistorique,
        }
    }
}
