//! Help for visitors: access self-checks, phone calls by the assistance, and opinions about the site.
//!
//! Owns `self_check`, `phone_call` and `opinion`.

pub mod opinions;
pub mod phone_calls;
pub mod self_check;
