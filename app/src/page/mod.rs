//! Pages: what a page receives, how it is loaded and rendered, and how it fails.

mod failure;
mod flash;
mod layout;
mod load;
mod request;

pub use failure::{Failure, failure, failure_reason};
pub use layout::Page;
pub use load::{MissingPage, load, static_page};
pub use request::{PageRequest, Stop, UPLOAD};
