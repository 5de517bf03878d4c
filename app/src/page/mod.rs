//! Pages: their requests, loading, rendering and errors.

mod failure;
mod flash;
mod layout;
mod load;
mod preview;
mod request;

pub use failure::{Failure, failure, failure_reason};
pub use layout::{Page, list_detail, search_detail};
pub use load::{MissingPage, load, static_page};
pub use preview::preview;
pub use request::{PageRequest, Stop, UPLOAD};
