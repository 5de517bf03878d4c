//! Receipts as the transparency log recorded them, with what shows that they were not changed since.

mod logged_receipt;

pub use logged_receipt::LoggedReceipt;
