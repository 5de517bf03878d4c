//! Payments of créances by card at Télépaiement CB (004, Paiements; mission §4; `docs/adr/0033`).
//!
//! The card is entered at the co-owner. The state of a payment comes from the co-owner only: pushed, queried when its page
//! is opened, and by a job. Owns `payment_notice`, `card_payment` and, in `receipts`, `payment_receipt`.

mod begin;
mod check;
mod creance;
mod notice;
mod payable;
mod purge;
mod receipts;
mod receive;
mod shown;
mod store;

pub use begin::{begin_for_creance, begin_for_notice};
pub use check::check_running;
pub use creance::{CreanceToPay, creance};
pub(crate) use notice::purge_notices;
pub use notice::{Notice, find_notice, notice};
pub use payable::Payable;
pub(crate) use purge::purge;
pub use receipts::{payment_receipt_file, payment_receipt_pdf, payment_receipt_proof};
pub use receive::receive_payment;
pub use shown::{ShownPayment, shown_payment};
pub use store::Payment;
