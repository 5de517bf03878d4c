//! Lists of payments: their tabs, the states of a créance, and the filter that a page and its exports share.

mod filter;
mod state;
mod tab;

pub use filter::{FilteredPayment, PaymentsFilter};
pub use state::CreanceState;
pub use tab::PaymentsTab;
