//! Work of the agents of a service on a question: who takes it, assigns it, transfers it.
//!
//! Owns `handling`. A question has one assignee or none. Each change names the assignee that its page showed, so that of two
//! agents at once one is first, and the other learns who was.

mod act;
mod assign;
mod take;
mod transfer;
mod view;

pub use act::{Act, ActKind};
pub use assign::{assign, assignment_form, release};
pub use take::{take, take_in_charge};
pub(crate) use transfer::services as transfer_services;
pub use transfer::{transfer, transfer_form};
pub use view::{Handling, Writing, handling};
