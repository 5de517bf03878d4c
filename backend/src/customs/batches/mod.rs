//! Batches: an agent chooses questions of the inbox and one act, sees what will happen to each, then executes it. Each question
//! goes through the use case of its own page, with its rights.
//!
//! Owns `question_batch` and `question_batch_item`.

mod execute;
mod find;
mod plan;
mod prepare;
mod store;

pub use execute::execute;
pub use find::{Batch, BatchItem, Outcome, batch};
pub use plan::{Forecast, forecast};
pub use prepare::{form, prepare, selection};
