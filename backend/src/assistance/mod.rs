//! Help for visitors: cases of the assistance, access self-checks, phone calls by the assistance, and opinions about the site.
//!
//! Owns `support_case`, `support_entry`, `self_check`, `phone_call` and `opinion`.

pub mod cases;
pub mod opinions;
pub mod phone_calls;
pub mod self_check;
