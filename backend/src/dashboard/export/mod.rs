//! Exports of the dashboard: the figures that the page shows, read again under the same rights, as a sheet to write.
//!
//! An export says which administrations are missing, and why: a list without them must not pass for the whole.

mod declarations;
mod file;
mod limit;
mod payments;

pub use declarations::export_declarations;
pub use file::Export;
pub(crate) use limit::count_export;
pub use payments::export_payments;
