//! Phone calls by the assistance, at a slot that the person books without an account (004: call back from 9:00 to 17:30,
//! Paris time, except on public holidays). Owns `phone_call`; the times belong to [`crate::appointments`].

mod adviser;
mod agenda;
mod book;
mod change;
mod form;
mod letters;
mod reminder;
mod store;

pub use adviser::{Outcome, PlannedCall, calls_of, record_outcome};
pub(crate) use agenda::check_settings;
pub use agenda::free_slots;
pub use book::book;
pub use change::{cancel, change_slot};
pub use form::{MAX_DETAILS, change_form, form};
pub(crate) use reminder::remind;
pub use store::{PhoneCall, find};
