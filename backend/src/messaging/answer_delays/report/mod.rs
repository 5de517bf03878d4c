//! Report of the delays of a service, by week and by motif, computed from the steps of its questions.

mod count;
mod lines;
mod query;
mod read;
mod sheet;

pub use lines::{DelayReport, ReportLine};
pub use query::{ReportQuery, ReportScope};
pub use read::{delay_report, reported_services};
pub use sheet::export_delay_report;
