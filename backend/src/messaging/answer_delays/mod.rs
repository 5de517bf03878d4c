//! Delays of answers as people read them: those of one question, and those of a service in the last months. Owns no table.

mod observed;
mod question;
mod report;

pub use observed::{DAYS_OBSERVED, ServiceDelay, observed, of_services};
pub use question::{AnswerDelay, PastRound};
pub use report::{
    DelayReport, ReportLine, ReportQuery, ReportScope, delay_report, export_delay_report, reported_services,
};

pub(super) use question::answer_delay;
