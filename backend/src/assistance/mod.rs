//! Help for visitors: access self-checks, and opinions about the site.
//!
//! Owns `self_check` and `opinion`.

pub mod opinions;
pub mod self_check;
