//! Delay of a service's answer, in its working time: the commitment, the rest of it, the real time of an answer.
//!
//! Everything follows from stored facts: the dated steps of a question, and the commitment that was fixed when it was sent. Sums are
//! never stored.

mod calendar;
mod commitment;
mod delay;
mod facts;
mod forms;
mod hours;
mod observed;
mod report;
mod wording;

#[cfg(test)]
mod delay_tests;

pub use calendar::WorkCalendar;
pub use commitment::{Commitment, WorkingDays};
pub use delay::{AnsweredIn, Delay, delay};
pub use facts::{Fact, FactKind, Round, facts_of, rounds};
pub use forms::*;
pub use hours::{ExceptionalClosing, WeeklyHours, WorkingHours};
pub use observed::{MIN_ANSWERS, Observed};
pub use report::{MAX_WEEKS, Tally, start_of, week_of, weeks};
pub use wording::{closing_words, hours_words, working_days_words};
