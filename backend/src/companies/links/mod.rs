//! Links between a portal account and accounts at the co-owners: linking, unlinking, opening an account, suggestions.
//!
//! Owns `link_request`, `account_opening` and `suggested_link`; the links are rows of [`super::rattachements`].

mod authorization;
mod authorization_request;
mod link;
mod list;
mod opening;
mod purge;
mod rights_count;
mod suggestion;
mod unlink;

pub use authorization::{LINKS_FORM, LinkCallbackParams, LinkRedirect, begin_link, complete_link};
pub use list::{LinkState, LinkedAccount, links};
pub use opening::{may_open, open_account};
pub use purge::purge;
pub(super) use suggestion::suggest;
pub use suggestion::suggested_links;
pub use unlink::unlink;
pub(super) use unlink::unlink_all;
