/// Stage of an export declaration, in the order of the path. A declaration is stopped instead of leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportStage {
    Accepted,
    Released,
    ArrivedAtExit,
    Exited,
    Stopped,
}

impl ExportStage {
    pub const ALL: [ExportStage; 5] =
        [Self::Accepted, Self::Released, Self::ArrivedAtExit, Self::Exited, Self::Stopped];

    /// Stages of a declaration whose goods leave.
    pub const COMPLETE: [ExportStage; 4] =
        [Self::Accepted, Self::Released, Self::ArrivedAtExit, Self::Exited];

    /// Code in the contract and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            ExportStage::Accepted => "acceptee",
            ExportStage::Released => "mainlevee",
            ExportStage::ArrivedAtExit => "arrivee",
            ExportStage::Exited => "sortie",
            ExportStage::Stopped => "arretee",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            ExportStage::Accepted => "Déclaration acceptée",
            ExportStage::Released => "Mainlevée accordée",
            ExportStage::ArrivedAtExit => "Arrivée au bureau de sortie",
            ExportStage::Exited => "Sortie certifiée",
            ExportStage::Stopped => "Sortie arrêtée",
        }
    }
}
