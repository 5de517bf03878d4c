use domain::helpline::PHONE_CALLS;
use platform::{Error, db::Duration};

use crate::{
    Portal,
    appointments::{self, Agenda, Slot},
    config::{Config, PhoneCallsConfig},
};

/// Checks the section `[phone_calls]`.
///
/// # Errors
/// Which value to change.
pub(crate) fn check_settings(config: &Config) -> anyhow::Result<()> {
    let settings = &config.phone_calls;
    let is_length = settings.slot_minutes.is_multiple_of(5) && (5..=240).contains(&settings.slot_minutes);
    anyhow::ensure!(is_length, "phone_calls.slot_minutes: a multiple of 5, from 5 to 240");
    anyhow::ensure!((1..=100).contains(&settings.capacity), "phone_calls.capacity: from 1 to 100");
    anyhow::ensure!((1..=60).contains(&settings.days), "phone_calls.days: from 1 to 60");
    Ok(())
}

/// The agenda of the calls: hours of 004, capacity of the configuration.
pub(super) fn agenda(config: &PhoneCallsConfig) -> Agenda {
    Agenda {
        code: "assistance",
        zone: "Europe/Paris",
        calendar: PHONE_CALLS,
        slot_minutes: config.slot_minutes,
        capacity: config.capacity,
        notice: Duration::from_secs(config.notice_minutes * 60),
        days: config.days,
    }
}

/// Returns the slots at which the assistance can call, in order.
pub async fn free_slots(portal: &Portal) -> Result<Vec<Slot>, Error> {
    appointments::free_slots(portal, &agenda(&portal.config.phone_calls)).await
}
