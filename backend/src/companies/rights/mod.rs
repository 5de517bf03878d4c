//! Rights and companies as last reported by the co-owners, and their history. Every other feature reads rights here.
//!
//! Owns `habilitation`, `entreprise`, `etablissement`, `right_change` and `rights_event`.

mod change_log;
mod company_view;
mod difference;
mod events;
mod fetch;
mod filter;
mod habilitations;
mod held_query;
mod held_rights;
mod history;
mod history_filter;
mod reconcile;
mod refresh;
mod right_row;
mod store;

pub(crate) use change_log::purge as purge_changes;
pub(super) use change_log::record as record_changes;
pub(crate) use company_view::company_view_of;
pub use company_view::{companies_of, company, company_view};
pub(super) use difference::{Difference, Holder};
pub(crate) use events::purge as purge_events;
pub use events::{EventOutcome, receive_event};
pub use filter::{RightsFilter, RightsOrder};
pub use habilitations::{accounts_of_siren, habilitations, known_habilitations};
pub use held_rights::{HeldRight, HeldRights, RIGHTS_PAGE, Since, held_rights};
pub use history::{CHANGES_PAGE, RightChange, RightChanges, filtered_right_changes, right_changes};
pub use history_filter::ChangesFilter;
pub use reconcile::reconcile;
pub(crate) use refresh::refresh_in_background;
pub(super) use refresh::{refresh_if_stale, refresh_now};
pub(super) use store::{current_rights, replace_rights};
