//! The current company of a session (mission §3.2): selected after sign-in, changed at any time, always one on which
//! the person has rights.
//!
//! Owns `recent_company`.

mod list;
mod listed;
mod page;
mod recent;
mod select;
mod switcher;

pub use listed::ListedCompany;
pub use page::{Choice, PAGE_SIZE, choice};
pub use select::{ChosenSiren, choose, has_company, only_siren};
pub use switcher::{CompanySwitcher, switcher};
