//! Acknowledgements of receipt of questions: their contents in one fixed form, recorded in the transparency log.
//!
//! Owns `receipt`.

mod content;
mod erasure;
mod pdf;
mod read;
mod store;

pub use content::{Receipt, ReceiptService};
pub use read::{Evidence, SentReceipt, receipt, receipt_file, receipt_pdf, receipt_proof};

pub(super) use content::{FORMAT, ReceiptCompany, ReceiptFile, ReceiptMotif, ReceiptSender};
pub(super) use erasure::erase_person;
pub(super) use store::{delete_of_conversation, insert};
