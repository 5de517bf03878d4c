//! Motifs: the closed list of questions to customs, each with its form (004, *Messagerie sécurisée*).
//!
//! Motifs are data: one versioned definition file each in `domain/motifs/`, which versions that administrators publish may follow.
//! A question is stored with the definition of its motif, so that it remains readable after the form changes.

#[cfg(feature = "catalogue")]
mod catalogue;
mod definition;
mod demande;
#[cfg(feature = "unicode")]
pub mod editing;
mod sample;
mod validate;

#[cfg(all(test, feature = "catalogue"))]
mod catalogue_tests;

#[cfg(feature = "catalogue")]
pub use catalogue::{Catalogue, CatalogueError};
pub use definition::{Motif, RecipientKind, Theme};
pub use demande::{Court, Demande, Silence};
pub use sample::sample_answers;
pub use validate::DefinitionError;
