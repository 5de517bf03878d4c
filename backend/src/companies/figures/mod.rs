//! Figures of the co-owners about one company: synthesis, créances, mandats, schedule, declarations.
//!
//! Owns `co_owner_figures`, the cache of last known figures, with the last change that each co-owner reported. Every block
//! requires its right; if a co-owner does not answer, its last known figures are shown with their date.

mod block;
mod cache;
mod choices;
mod get;
mod receive;

pub use block::{Block, Dated, Share};
pub(crate) use block::{decide, into_creances, into_mandats, narrow_block};
pub use cache::purge;
pub(crate) use cache::record_change;
pub use choices::{creances_to_choose, mandats_to_choose};
pub(crate) use get::{Blocks, get, may_pay_by_card};
pub use receive::receive_figures_change;
