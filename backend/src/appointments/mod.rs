//! Appointments at the slots of an agenda. A place that is taken cannot be taken twice: it is a primary key
//! (`docs/adr/0047`).
//!
//! Owns `appointment` and `appointment_place`. Higher contexts store the person and the subject.

mod agenda;
mod booking;
mod free;

pub use agenda::{Agenda, Slot};
pub(crate) use booking::{book, cancel, change_slot, purge};
pub use free::free_slots;
