//! Who may do what: one pure function decides for pages, use cases and the thin API alike (mission §3.3).

mod decide;
mod denial;
mod habilitation;

#[cfg(test)]
mod tests;

pub use decide::{Action, Actor, Decision, Network, decide};
pub use denial::{Denial, Level, Reason};
pub use habilitation::{DeclarationLine, Droit, Habilitation, Place, Teleservice};
