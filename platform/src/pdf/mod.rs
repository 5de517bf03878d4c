//! Documents as PDF: archivable (PDF/A-3) and accessible (PDF/UA-1), with attached files.
//!
//! `krilla` writes and validates the file; this module breaks lines and pages, and tags each block with its role, so that
//! a screen reader reads headings, paragraphs and lists. See `docs/adr/0034`.

mod document;
mod font;
mod layout;
mod render;

pub use document::{Attachment, Block, Document};
