//! Appointments of operators with customs services (001; mission §6): settings of a service, booking, the work of its agents.
//!
//! Owns `service_agenda`, `service_opening`, `service_closing`, `appointment_kind`, `customs_appointment` and
//! `appointment_share`. The times belong to [`crate::appointments`].

mod agenda_store;
mod agent;
mod appointment;
mod book;
mod change;
mod kinds;
mod letters;
mod mails;
mod offer;
mod open;
mod operator;
pub(crate) mod personal_data;
mod reminder;
mod settings;
mod shares;
mod store;

pub use agenda_store::AgendaSettings;
pub use agent::{
    ServiceWeek, appointment_of_service, book_for_operator, cancel_by_service, record_attendance, week,
};
pub use appointment::{Appointment, Attendance};
pub use change::{cancel, change_slot, slots_for_change};
pub use kinds::{AppointmentKind, change_kind, create_kind, kind_of_service, kinds_of_service};
pub use offer::{FreeSlots, Offer, agent_slots, offers, slots};
pub use open::{NewAgenda, open_agenda};
pub use operator::{LinkableQuestion, appointment, appointments, book, linkable_questions};
pub(crate) use reminder::remind;
pub use settings::{add_closing, add_opening, remove_closing, remove_opening, set_territory, settings};
