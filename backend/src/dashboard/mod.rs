//! Dashboard of the current company: figures of the co-owners, each block under its own right (004, Tableau de bord;
//! mission §4). All figures come from the co-owners.
//!
//! Owns no table.

mod creances;
mod declarations;
mod due_dates;
mod export;
mod mandats;
mod overview;
pub(crate) mod remarks;
mod selection;
mod sepa;

pub use creances::{CreanceRow, PaymentAccess};
pub use declarations::{DeclarationAccess, DeclarationRow, Declarations};
pub use domain::payments::{PaymentsFilter, PaymentsTab};
pub use due_dates::{DueDates, FeedRefusal, due_dates, may_see_due_dates, subscribed_due_dates};
pub(crate) use export::count_export;
pub use export::{Export, export_declarations, export_payments};
pub use mandats::{MandatPages, MandatRow, Mandats, mandats};
pub use overview::{Dashboard, overview};
pub use sepa::open_at_sepa;
