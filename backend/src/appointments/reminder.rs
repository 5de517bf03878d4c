//! When people are reminded of their appointments.

use platform::db::{Duration, Moment};

/// A reminder of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Hours before the appointment.
    pub hours: u16,
    /// An appointment booked or moved later than this number of hours before its time needs no such reminder.
    pub fresh_hours: u16,
}

impl Reminder {
    /// Returns the time until which the appointments that start are due for this reminder.
    pub(crate) fn horizon(&self, now: Moment) -> Moment {
        now + hours(self.hours)
    }

    /// Returns `true` if an appointment booked or moved at `changed_at` needs this reminder.
    pub(crate) fn is_needed(&self, starts_at: Moment, changed_at: Moment) -> bool {
        starts_at.since(changed_at) >= hours(self.fresh_hours)
    }
}

fn hours(hours: u16) -> Duration {
    Duration::from_secs(u64::from(hours) * 3600)
}
