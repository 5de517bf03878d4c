use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The time of the simulator: the system's, which tests may push forward instead of waiting.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_seconds: AtomicI64,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(self.ahead_seconds.load(Ordering::Relaxed))
    }

    /// The day in Paris, where due dates are counted.
    pub fn today(&self) -> Date {
        let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
        self.now().to_zoned(paris).date()
    }

    pub fn advance(&self, by: Duration) {
        self.ahead_seconds.fetch_add(by.as_secs().cast_signed(), Ordering::Relaxed);
    }
}

/// `22/11/2026 à 16:05:12`, in Paris.
pub fn french(moment: Timestamp) -> String {
    let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    moment.to_zoned(paris).strftime("%d/%m/%Y à %H:%M:%S").to_string()
}
