//! Search in French: one index, one analyser (`domain::analyser`), the same order on both engines (`docs/adr/0042`).
//!
//! Owns `search_document`, `search_stems`, `search_word`, `search_source` and `search_miss`; [`scoped`] the texts that not
//! everybody may read. Knows texts by their kind and reference only: the contexts above index their texts, and load what a
//! search has found.

mod correct;
mod document;
pub(crate) mod engine;
mod find;
mod index;
mod misses;
mod rank;
pub(crate) mod scoped;

pub use document::{Document, Kind};
pub use find::{Found, find};
pub(crate) use index::{index, is_indexed};
pub use misses::{Miss, list as misses, purge as purge_misses, record as record_miss};
pub use rank::Hit;
