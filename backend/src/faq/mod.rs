//! Frequent questions: shipped texts and their versions, reading, search, opinions about answers.
//!
//! Owns `faq_entry`, `faq_version` and `faq_vote`.

mod load;
mod read;
mod search;
mod shipped;
mod votes;

pub use load::{load, refresh_index};
pub use read::{Entry, Summary, entry, list, summaries};
pub use search::{Results, search};
pub use shipped::{Theme, themes};
pub use votes::{Voter, purge as purge_votes, vote};
