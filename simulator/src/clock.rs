//! The simulator's clock.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The system's time, which tests can advance instead of waiting.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_seconds: AtomicI64,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system's time")]
    pub fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(self.ahead_seconds.load(Ordering::Relaxed))
    }

    /// The current date in Paris, the time zone of due dates.
    pub fn today(&self) -> Date {
        let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
        self.now().to_zoned(paris).date()
    }

    /// Moves the clock forward, to the second.
    pub fn advance(&self, by: Duration) {
        self.ahead_seconds.fetch_add(by.as_secs().cast_signed(), Ordering::Relaxed);
    }
}

/// Formats a time as `22/11/2026 à 16:05:12`, in Paris.
pub fn french(moment: Timestamp) -> String {
    let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    moment.to_zoned(paris).strftime("%d/%m/%Y à %H:%M:%S").to_string()
}
