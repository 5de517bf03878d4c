//! Problems with the input or action of a person, each with its French sentence.

mod definition;
mod failure;
mod field;
mod value_wording;
mod wording;

pub use definition::Problem;
pub use failure::Failure;
pub use field::{FieldProblem, Problems};
