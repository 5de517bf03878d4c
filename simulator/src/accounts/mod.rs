//! Accounts opened at the portal's request, and the page where their owner chooses a password.

mod opening;
mod password_page;
mod requests;

pub use opening::{AccountRequest, Outcome, open};
pub use password_page::router;
pub use requests::AccountRequests;
