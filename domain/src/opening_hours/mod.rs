//! Opening hours of a service: weekly hours, public holidays, and the state at a time, in words.
//!
//! All times are those of clocks in Paris: callers convert an instant with `Moment::paris_time`. Phone calls and appointments
//! read the same calendars.

mod calendar;
mod state;
mod week;
mod wording;

pub use calendar::WorkingCalendar;
pub use state::State;
pub(crate) use week::merged;
pub use week::{TimeRange, Week};
