//! Forms as data: a definition says what is asked, [`check`] says what is wrong with the answers.
//!
//! Registration, sign-in and every motif of the secure messaging are definitions; one renderer draws
//! them and one check reads them, in the browser before sending and on the server always.

mod answers;
mod check;
mod definition;
mod kind;

pub use answers::Answers;
pub use check::{Choices, check, check_value};
pub use definition::{Condition, FieldDefinition, FormDefinition};
pub use kind::Kind;
