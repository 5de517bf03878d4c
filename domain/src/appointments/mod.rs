//! Appointments: opening hours of an agenda, its closing days, and the slots that can be booked.

mod beginnings;
mod calendar;
mod forms;
mod kind;
mod slots;
mod wording;

pub use calendar::{Calendar, Closing, Opening, ServiceCalendar, monday_of};
pub use forms::*;
pub use kind::{Channel, KindSettings};
pub use slots::{QUANTUM_MINUTES, Slot, SlotRules, Taken, Window, free_slots, quantum};
pub use wording::{closing_words, opening_words};
