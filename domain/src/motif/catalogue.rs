use std::fmt;

use super::definition::{Motif, Theme};
use super::validate::DefinitionError;
use crate::rights::Actor;

/// The motifs of one moment, in the order of the tree.
#[derive(Clone, Debug)]
pub struct Catalogue {
    motifs: Vec<Motif>,
}

/// Error in the motif definitions.
#[derive(Debug)]
pub enum CatalogueError {
    /// The text is not the TOML of a motif.
    Syntax(toml::de::Error),
    Invalid {
        id: String,
        error: DefinitionError,
    },
    /// Two motifs have the same identifier.
    Duplicate {
        id: String,
    },
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CatalogueError::Syntax(error) => write!(f, "motif definition: {error}"),
            CatalogueError::Invalid { id, error } => write!(f, "motif {id}: {error}"),
            CatalogueError::Duplicate { id } => write!(f, "motif {id}: defined twice"),
        }
    }
}

impl std::error::Error for CatalogueError {}

/// Definition files, in the order of the tree.
pub(super) const SHIPPED: [&str; 23] = [
    include_str!("../../motifs/echeancier.toml"),
    include_str!("../../motifs/rejet-telereglement.toml"),
    include_str!("../../motifs/precision-creance.toml"),
    include_str!("../../motifs/paiement-non-impute.toml"),
    include_str!("../../motifs/remboursement.toml"),
    include_str!("../../motifs/attestation.toml"),
    include_str!("../../motifs/mandat.toml"),
    include_str!("../../motifs/garantie-mise-en-place.toml"),
    include_str!("../../motifs/garantie-montant.toml"),
    include_str!("../../motifs/garantie-consommation.toml"),
    include_str!("../../motifs/garantie-levee.toml"),
    include_str!("../../motifs/caution-depot.toml"),
    include_str!("../../motifs/caution-mainlevee.toml"),
    include_str!("../../motifs/credit-enlevement.toml"),
    include_str!("../../motifs/dedouanement-rectification.toml"),
    include_str!("../../motifs/dedouanement-classement.toml"),
    include_str!("../../motifs/dedouanement-remise.toml"),
    include_str!("../../motifs/ci-declaration.toml"),
    include_str!("../../motifs/ci-agrement.toml"),
    include_str!("../../motifs/energie-declaration.toml"),
    include_str!("../../motifs/energie-remboursement.toml"),
    include_str!("../../motifs/octroi-declaration.toml"),
    include_str!("../../motifs/octroi-exoneration.toml"),
];

impl Catalogue {
    /// Parses the definitions compiled into the program.
    ///
    /// # Panics
    /// If a definition is invalid, which a test of this crate excludes.
    pub fn shipped() -> Self {
        Catalogue::read(SHIPPED).expect("the shipped definitions are tested")
    }

    /// Parses TOML definitions, sorted by theme. Errors: [`CatalogueError`].
    pub fn read<'a>(definitions: impl IntoIterator<Item = &'a str>) -> Result<Self, CatalogueError> {
        let mut motifs: Vec<Motif> = Vec::new();
        for text in definitions {
            let motif: Motif = toml::from_str(text).map_err(CatalogueError::Syntax)?;
            if let Err(error) = motif.validate() {
                return Err(CatalogueError::Invalid { id: motif.id, error });
            }
            if motifs.iter().any(|other| other.id == motif.id) {
                return Err(CatalogueError::Duplicate { id: motif.id });
            }
            motifs.push(motif);
        }
        motifs.sort_by_key(|motif| motif.theme);
        Ok(Catalogue { motifs })
    }

    /// Replaces the motifs of the same identifier by these, and adds the others. Errors: [`CatalogueError::Invalid`].
    pub fn with(mut self, published: Vec<Motif>) -> Result<Self, CatalogueError> {
        for motif in published {
            if let Err(error) = motif.validate() {
                return Err(CatalogueError::Invalid { id: motif.id, error });
            }
            match self.motifs.iter_mut().find(|other| other.id == motif.id) {
                Some(other) => *other = motif,
                None => self.motifs.push(motif),
            }
        }
        self.motifs.sort_by_key(|motif| motif.theme);
        Ok(self)
    }

    /// Finds a motif by identifier. The caller must also check [`Motif::decision`].
    pub fn find(&self, id: &str) -> Option<&Motif> {
        self.motifs.iter().find(|motif| motif.id == id)
    }

    pub fn all(&self) -> &[Motif] {
        &self.motifs
    }

    /// Returns the themes that have a motif, in order.
    pub fn themes(&self) -> Vec<Theme> {
        Theme::ALL.into_iter().filter(|theme| self.motifs.iter().any(|motif| motif.theme == *theme)).collect()
    }

    /// Returns the motifs to display to the actor: all except the confidential ones denied to them. Other
    /// denied motifs are displayed with the reason, from [`Motif::decision`].
    pub fn visible_to(&self, actor: &Actor) -> Vec<&Motif> {
        self.motifs.iter().filter(|motif| !motif.confidential || motif.decision(actor).is_allowed()).collect()
    }

    /// Like [`Catalogue::visible_to`], grouped by theme; omits themes without visible motifs.
    pub fn tree(&self, actor: &Actor) -> Vec<(Theme, Vec<&Motif>)> {
        let visible = self.visible_to(actor);
        self.themes()
            .into_iter()
            .map(|theme| (theme, visible.iter().copied().filter(|motif| motif.theme == theme).collect()))
            .filter(|(_, motifs): &(Theme, Vec<&Motif>)| !motifs.is_empty())
            .collect()
    }
}
