//! Companies: links to accounts at the co-owners, habilitations, the current company, figures, administrators
//! (004, Rattachement; mission §3).
//!
//! The co-owners decide rights. The portal fetches them often and stores the last answer, so that people can still work
//! when a co-owner does not answer.

mod account_hooks;
mod choice;
mod company;
pub mod company_admins;
pub mod figures;
mod links;
pub mod notices;
pub(crate) mod personal_data;
mod pushes;
mod rattachements;
mod rights;
mod search;
pub mod subscriptions;

pub(crate) use account_hooks::CompanyHooks;
pub use choice::{
    Choice, ChosenSiren, CompanySwitcher, ListedCompany, PAGE_SIZE, choice, choose, has_company, only_siren,
    switcher,
};
pub use company::{Company, CompanyView};
pub use links::{
    LINKS_FORM, LinkCallbackParams, LinkRedirect, LinkState, LinkedAccount, begin_link, complete_link, links,
    may_open, open_account, purge, suggested_links, unlink,
};
pub use pushes::PushRefusal;
pub(crate) use pushes::read_signed;
pub(crate) use rattachements::linked_subject;
pub use rights::{
    CHANGES_PAGE, ChangesFilter, EventOutcome, HeldRight, HeldRights, RIGHTS_PAGE, RightChange, RightChanges,
    RightsFilter, RightsOrder, Since, accounts_of_siren, companies_of, company, company_view,
    filtered_right_changes, habilitations, held_rights, known_habilitations, receive_event, reconcile,
    right_changes,
};
pub(crate) use rights::{company_view_of, purge_changes, purge_events, refresh_in_background};
pub use search::search_key;

pub use platform::co_owners::Etablissement;
