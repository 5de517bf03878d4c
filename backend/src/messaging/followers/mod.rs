//! Colleagues who follow a question: they are notified of each step of the service, as its author is.
//!
//! Owns `question_follower`. The author, and a colleague who writes in a question, follow it, until they choose not to. Following gives no
//! right: rights are decided when a step is notified, and when the followers are listed.

mod list;
mod store;

pub use list::{Followers, followers};
pub use store::{follow, unfollow};

pub(super) use store::{accounts, record};
