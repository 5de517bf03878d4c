//! Frequent questions: shipped texts and their versions, reading, search, opinions about answers, and the work of editors.
//!
//! Owns `faq_entry`, `faq_version` and `faq_vote`.

mod edit;
mod edited;
mod history;
mod load;
mod publish;
mod read;
mod search;
mod shipped;
mod store;
mod text;
mod votes;

pub use edit::{change, create, form, restore};
pub use edited::{Edited, EditedFilter, EditedPage, EditedState, edited, edited_entry, unanswered};
pub use history::{Version, VersionRow, history, version};
pub use load::{load, refresh_index};
pub use publish::{cancel_publication, publish, withdraw};
pub use read::{Entry, Summary, entry, list, summaries};
pub use search::{Results, search};
pub use shipped::{Theme, review_after, themes};
pub use text::Text;
pub use votes::{Voter, purge as purge_votes, vote};
