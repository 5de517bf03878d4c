//! Commitments of services to answer within a delay, and their working hours.
//!
//! Owns `service_delay`.

mod change;
mod settings;

pub use change::{NewSettings, add_hours, close, open, remove_hours, set, set_commitment};
pub use settings::{DelaySettings, all, settings};

pub(crate) use settings::settings_tx;
