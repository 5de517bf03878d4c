use domain::{
    appointments::{SlotRules, Window},
    helpline::PHONE_CALLS,
};
use jiff::SignedDuration;
use platform::Error;

use crate::{
    Portal,
    appointments::{self, Agenda, Slot},
    config::{Config, PhoneCallsConfig},
};

/// The advisers work in Paris.
pub(super) const ZONE: &str = "Europe/Paris";

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
pub(super) fn agenda(config: &PhoneCallsConfig) -> Agenda<'static> {
    Agenda {
        code: "assistance",
        zone: ZONE,
        calendar: &PHONE_CALLS,
        rules: SlotRules {
            minutes: config.slot_minutes,
            buffer_minutes: 0,
            capacity: config.capacity,
            notice: SignedDuration::from_mins(
                i64::try_from(config.notice_minutes).unwrap_or(i64::from(u32::MAX)),
            ),
            window: Window::OpenDays(config.days),
        },
    }
}

/// Returns the slots at which the assistance can call, in order.
pub async fn free_slots(portal: &Portal) -> Result<Vec<Slot>, Error> {
    appointments::free_slots(portal, &agenda(&portal.config.phone_calls)).await
}
