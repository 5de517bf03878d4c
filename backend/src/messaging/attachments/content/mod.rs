//! Inspection of the content of files: archives and office documents, XML, web pages. Pure functions on bytes.

mod archive;
mod archive_signature;
mod markup;
mod refusal;
mod zip_directory;

#[cfg(test)]
mod archive_tests;
#[cfg(test)]
mod markup_tests;

pub use archive::inspect as inspect_archive;
pub use markup::{is_web_page, is_xml_data};
pub use refusal::Refusal;
