//! Access rights: one pure function, [`decide()`], decides for pages, use cases and the API (mission §3.3).

mod decide;
mod delegation;
mod denial;
mod habilitation;
mod next_step;
mod staff;
mod staff_role;

#[cfg(test)]
mod tests;

pub use decide::{Action, Actor, Decision, Network, decide};
pub use delegation::allows_delegation;
pub use denial::{Denial, Level, Reason};
pub use habilitation::{DeclarationLine, Droit, Habilitation, Place, Teleservice};
pub use next_step::NextStep;
pub use staff_role::StaffRole;
