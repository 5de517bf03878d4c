//! Acknowledgements of receipt of questions, and the replies that follow: their contents in one fixed form, recorded in the
//! transparency log.
//!
//! Owns `receipt`.

mod content;
mod erasure;
mod evidence;
mod pdf;
mod read;
mod reply;
mod store;

pub use content::{NO_PROMISE, Receipt, ReceiptService};
pub use read::{
    Evidence, MessageEvidence, SentReceipt, message_evidence, message_file, message_proof, receipt,
    receipt_file, receipt_pdf, receipt_proof,
};

pub(super) use content::{FORMAT, ReceiptCompany, ReceiptFile, ReceiptMotif, ReceiptSender};
pub(super) use erasure::erase_person;
pub(super) use evidence::{ReceiptEvidence, evidence_of};
pub(super) use reply::SentReply;
pub(super) use store::{delete_of_conversation, insert, insert_reply};
