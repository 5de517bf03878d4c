//! Questions that go on in another one: an agent merges a duplicate, or separates it again. Threads, receipts and delays stay where they
//! are: the merged question is closed, and its page leads to the other one.
//!
//! Owns no table. See `docs/adr/0064`.

mod links;
mod merge;
mod offer;
mod separate;

pub use links::{Links, links};
pub use merge::merge;
pub use offer::{candidates, merge_form};
pub use separate::separate;
