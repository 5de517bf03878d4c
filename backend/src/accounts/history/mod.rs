//! History of an account (mission §2.4): events that its owner can check. Holds no secret; places are coarse.
//!
//! Owns `account_event`. An event is recorded in the transaction of the change it reports and deleted after 13 months.

mod event;
mod failed_sign_ins;
mod page;
mod record;
mod wording;

pub use event::Event;
pub use failed_sign_ins::record_failed_sign_in;
pub use page::{Entry, PAGE_SIZE, Page, page};
pub(crate) use record::purge;
pub use record::{record, record_from_session};
