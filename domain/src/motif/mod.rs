//! Motifs: the closed list of questions that can be asked, each with its form (004, *Messagerie sécurisée*).
//!
//! They are data: one definition file per motif in `domain/motifs/`, versioned. A question keeps the
//! definition it was asked with, so an old answer outlives a changed form.

#[cfg(feature = "catalogue")]
mod catalogue;
mod definition;
mod validate;

#[cfg(feature = "catalogue")]
pub use catalogue::{Catalogue, UnreadableMotif};
pub use definition::{Motif, RecipientKind, Theme};
pub use validate::Flaw;
