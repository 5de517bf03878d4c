use std::fmt;

use super::{Flaw, Motif, Theme};
use crate::rights::Actor;

/// Every motif that can be asked today, in the order of the tree.
#[derive(Clone, Debug)]
pub struct Catalogue {
    motifs: Vec<Motif>,
}

/// A definition that cannot be used.
#[derive(Debug)]
pub enum UnreadableMotif {
    /// Not the TOML of a motif.
    Syntax(toml::de::Error),
    Flawed {
        id: String,
        flaw: Flaw,
    },
    Duplicate {
        id: String,
    },
}

impl fmt::Display for UnreadableMotif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnreadableMotif::Syntax(error) => write!(f, "motif definition: {error}"),
            UnreadableMotif::Flawed { id, flaw } => write!(f, "motif {id}: {flaw}"),
            UnreadableMotif::Duplicate { id } => write!(f, "motif {id}: defined twice"),
        }
    }
}

impl std::error::Error for UnreadableMotif {}

/// In the order of the tree.
const SHIPPED: [&str; 23] = [
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
    /// The definitions that come with the program.
    ///
    /// # Panics
    /// If one of them is flawed, which a test of this crate excludes.
    pub fn shipped() -> Self {
        Catalogue::read(SHIPPED).expect("the shipped definitions are tested")
    }

    /// Definitions in TOML, in the order of the tree. Errors: [`UnreadableMotif`].
    pub fn read<'a>(definitions: impl IntoIterator<Item = &'a str>) -> Result<Self, UnreadableMotif> {
        let mut motifs: Vec<Motif> = Vec::new();
        for text in definitions {
            let motif: Motif = toml::from_str(text).map_err(UnreadableMotif::Syntax)?;
            if let Err(flaw) = motif.validate() {
                return Err(UnreadableMotif::Flawed { id: motif.id, flaw });
            }
            if motifs.iter().any(|other| other.id == motif.id) {
                return Err(UnreadableMotif::Duplicate { id: motif.id });
            }
            motifs.push(motif);
        }
        motifs.sort_by_key(|motif| motif.theme);
        Ok(Catalogue { motifs })
    }

    /// Whoever finds it must still ask [`Motif::decision`].
    pub fn find(&self, id: &str) -> Option<&Motif> {
        self.motifs.iter().find(|motif| motif.id == id)
    }

    pub fn all(&self) -> &[Motif] {
        &self.motifs
    }

    /// The themes that have a motif, in order.
    pub fn themes(&self) -> Vec<Theme> {
        Theme::ALL.into_iter().filter(|theme| self.motifs.iter().any(|motif| motif.theme == *theme)).collect()
    }

    /// The motifs that exist for this actor: a confidential one that they may not ask does not; another
    /// stands there with the reason, which [`Motif::decision`] gives.
    pub fn visible_to(&self, actor: &Actor) -> Vec<&Motif> {
        self.motifs.iter().filter(|motif| !motif.confidential || motif.decision(actor).is_allowed()).collect()
    }

    /// Same, by theme; a theme without any visible motif is left out.
    pub fn tree(&self, actor: &Actor) -> Vec<(Theme, Vec<&Motif>)> {
        let visible = self.visible_to(actor);
        self.themes()
            .into_iter()
            .map(|theme| (theme, visible.iter().copied().filter(|motif| motif.theme == theme).collect()))
            .filter(|(_, motifs): &(Theme, Vec<&Motif>)| !motifs.is_empty())
            .collect()
    }
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
