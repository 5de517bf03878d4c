//! Receipts of payments by card: their contents in one fixed form, recorded in the transparency log.
//!
//! Owns `payment_receipt`.

mod content;
mod pdf;
mod read;
mod store;

pub use read::{payment_receipt_file, payment_receipt_pdf, payment_receipt_proof};

pub(super) use read::record;
pub(super) use store::{delete, insert};
