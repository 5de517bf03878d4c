//! Notices about a person's own rights and roles. They concern the person, not the current company: the withdrawn right
//! may be the right to see that company.
//!
//! Owns `rights_notice` and `company_admin_notice`.

mod notice;
mod rights;
mod roles;

pub use notice::Notice;
pub(crate) use notice::{mark_all_read, unread_count};
pub use rights::list as rights_notices;
pub(super) use rights::{insert as notify_rights, purge as purge_rights};
pub use roles::list as role_notices;
pub(super) use roles::{NoticeKind, insert as notify_role};
