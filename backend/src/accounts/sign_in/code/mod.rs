//! 6-digit codes sent by mail or SMS, for accounts and staff: stored hashed, valid for minutes, few attempts, one use.
//!
//! A session has one valid code. The ones before it are recognised until their end, so that typing one costs no attempt
//! and gets a helpful answer; their messages that were not sent yet are withdrawn.

mod check;
mod destination;
mod hash;
mod issue;
mod send;

pub use check::{CodeCheck, check, is_replaced};
pub use destination::MailDestination;
pub use hash::Purpose;
pub(crate) use issue::discard;
pub use issue::issue;
pub(crate) use send::{limit, send_by_mail, send_to_number};
pub(super) use send::{resend, send};
