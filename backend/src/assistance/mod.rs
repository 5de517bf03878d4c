//! Help for visitors: cases of the assistance, access self-checks, phone calls by the assistance, shared views, and opinions
//! about the site.
//!
//! Owns `support_case`, `support_entry`, `self_check`, `phone_call`, `shared_view` and `opinion`.

pub mod cases;
pub mod opinions;
pub mod phone_calls;
pub mod self_check;
pub mod sharing;
