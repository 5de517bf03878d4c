//! Access self-checks (mission §1): state of the browser, connection and account of a person who cannot sign in, under
//! a short reference that the assistance looks up. Owns `self_check`.
//!
//! Stores only the findings shown to the person: no address, no number, no name.

mod account_findings;
mod create;
mod device_findings;
mod findings;
mod report;
mod store;
mod view;

pub use create::create;
pub use findings::{Finding, Verdict};
pub use report::{AccountState, LinkState, Measured, Report};
pub use view::{SelfCheck, find, view};

pub(crate) use store::purge;
