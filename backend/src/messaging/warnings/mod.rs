//! Warnings of agents, that the commitment to a question ends soon or has ended: each once, within the working hours of the service.
//!
//! Owns `answer_warning`.

mod letter;
mod warn;

pub use letter::WarningLetter;
pub use warn::warn_of_delays;
