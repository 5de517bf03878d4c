//! One search over everything that everybody may read: frequent questions, news, events, guides, pages, téléservices, and
//! the directory (`docs/adr/0058`). Owns no table: `search` finds references, and their contexts give the texts.

mod group;
mod search;

pub use group::{Group, SiteResult};
pub use search::{SiteResults, find, search};
