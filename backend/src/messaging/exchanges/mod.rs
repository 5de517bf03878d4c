//! Archive of a company's exchanges: the questions asked in a period, with their messages, files, receipts and proofs, as
//! far as the person may read them when it is built. The rights are required again at each download.

mod document;
mod download;
mod files;
mod kind;
mod letter;
mod manifest;
mod pages;
mod question;
mod reader;
mod request;

pub use download::{ExchangesFile, open_exchanges};
pub use kind::{Exchanges, ExchangesQueue};
pub use request::{exchanges, request_exchanges};
