//! Dashboard of the current company: figures of the co-owners, each block under its own right (004, Tableau de bord;
//! mission §4). All figures come from the co-owners.
//!
//! Owns no table.

mod creances;
mod declarations;
mod mandats;
mod overview;
mod payments_tab;

pub use creances::{CreanceRow, PaymentAccess};
pub use declarations::{DeclarationAccess, DeclarationRow, Declarations};
pub use mandats::{MandatRow, Mandats, mandats};
pub use overview::{Dashboard, overview};
pub use payments_tab::PaymentsTab;
