//! Lists of payments: their tabs, the states of a créance, the filter that a page and its exports share, and the pages of
//! Télépaiement SEPA.

mod filter;
mod sepa_page;
mod state;
mod tab;

pub use filter::{FilteredPayment, PaymentsFilter};
pub use sepa_page::{MandatAct, SepaPage};
pub use state::CreanceState;
pub use tab::PaymentsTab;
