/// Kind of figures of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    Synthese,
    CreancesEnCours,
    CreancesHistorique,
    Mandats,
    Echeancier,
    Declarations,
    /// Export declarations with their path.
    Exports,
    /// États déclarants, by month and téléservice.
    DeclarantStatements,
}

impl FigureKind {
    /// Name in the cache of the database.
    pub fn code(self) -> &'static str {
        match self {
            FigureKind::Synthese => "synthese",
            FigureKind::CreancesEnCours => "creances-en-cours",
            FigureKind::CreancesHistorique => "creances-historique",
            FigureKind::Mandats => "mandats",
            FigureKind::Echeancier => "echeancier",
            FigureKind::Declarations => "declarations",
            FigureKind::Exports => "exports",
            FigureKind::DeclarantStatements => "etats-declarants",
        }
    }

    /// Last segment of the address, and the query.
    pub(super) fn address(self) -> (&'static str, Option<(&'static str, &'static str)>) {
        match self {
            FigureKind::Synthese => ("synthese", None),
            FigureKind::CreancesEnCours => ("creances", Some(("etat", "en_cours"))),
            FigureKind::CreancesHistorique => ("creances", Some(("etat", "historique"))),
            FigureKind::Mandats => ("mandats", None),
            FigureKind::Echeancier => ("echeancier", None),
            FigureKind::Declarations => ("declarations", None),
            FigureKind::Exports => ("exports", None),
            FigureKind::DeclarantStatements => ("etats", None),
        }
    }
}
