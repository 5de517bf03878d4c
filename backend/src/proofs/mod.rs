//! Receipts as the transparency log recorded them, with what shows that they were not changed since, and the elimination of
//! their content at the end of its term.
//!
//! Owns `elimination` and `eliminated_entry`.

mod elimination;
mod logged_receipt;

pub(crate) use elimination::{Eliminated, record_elimination};
pub use elimination::{Elimination, elimination_file, elimination_of, elimination_proof};
pub use logged_receipt::LoggedReceipt;
