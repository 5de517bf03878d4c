//! News of customs' own site, imported from its feed (RSS or Atom) if an address is configured.
//!
//! Owns `customs_news`. Titles and summaries are stored as plain text: nothing of the feed is shown as markup.

mod fetch;
mod parse;
mod read;

pub use fetch::{PERIOD, fetch, import};
pub use read::{CustomsNews, latest};
