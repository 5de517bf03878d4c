//! Appointments at the slots of an agenda. A place that is taken cannot be taken twice: it is a primary key
//! (`docs/adr/0047`).
//!
//! Owns `appointment` and `appointment_place`. Higher contexts store the person and the subject.

mod agenda;
mod booking;
mod free;
mod reminder;
mod state;

pub use agenda::{Agenda, slot_of, time_zone};
pub(crate) use booking::{Booking, book, cancel, change_slot, mark_reminded, purge};
pub use domain::appointments::Slot;
pub use free::free_slots;
pub(crate) use reminder::Reminder;
pub use state::AppointmentState;
