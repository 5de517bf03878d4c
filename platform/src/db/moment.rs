use std::{
    fmt,
    ops::{Add, Sub},
};

use domain::calendar::french_date;
use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use std::time::Duration;

/// Follows every time, because readers may be in another time zone: overseas, or abroad.
const ZONE: &str = "(heure de Paris)";

/// Instant, in microseconds since the epoch, UTC. `BIGINT` in both databases, where it sorts alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_micros(micros: i64) -> Self {
        Moment(micros)
    }

    pub fn micros(self) -> i64 {
        self.0
    }

    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        Moment(timestamp.as_microsecond())
    }

    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Time elapsed since `earlier`; zero if `earlier` is later.
    pub fn since(self, earlier: Moment) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Returns the instant `years` years before, on the same day and at the same hour in Paris.
    pub fn years_before(self, years: i16) -> Moment {
        let before = self.paris().checked_sub(years.years()).map(|at| at.timestamp());
        before.map_or(Moment(i64::MIN), Moment::from_timestamp)
    }

    /// Returns the instant `years` years after, on the same day and at the same hour in Paris.
    pub fn years_after(self, years: i16) -> Moment {
        let after = self.paris().checked_add(years.years()).map(|at| at.timestamp());
        after.map_or(Moment(i64::MAX), Moment::from_timestamp)
    }

    /// First instant of a day in Paris.
    pub fn start_of(day: civil::Date) -> Moment {
        let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
        day.to_zoned(zone).map_or(Moment(i64::MAX), |at| Moment::from_timestamp(at.timestamp()))
    }

    /// Day in Paris.
    pub fn day(self) -> civil::Date {
        self.paris().date()
    }

    /// Date and time in Paris, without the offset: opening hours are those of clocks in Paris, in winter and in summer.
    pub fn paris_time(self) -> civil::DateTime {
        self.paris().datetime()
    }

    /// Formats as « 22 novembre 2026 à 16 h 05 min 12 s (heure de Paris) ».
    pub fn french(self) -> String {
        let at = self.paris();
        format!(
            "{} à {:02}\u{a0}h\u{a0}{:02}\u{a0}min\u{a0}{:02}\u{a0}s {ZONE}",
            french_date(at.date()),
            at.hour(),
            at.minute(),
            at.second()
        )
    }

    /// Formats as « 22 novembre 2026 », Paris time.
    pub fn french_day(self) -> String {
        french_date(self.day())
    }

    /// Formats as « 22 novembre 2026 à 16 h 05 (heure de Paris) ».
    pub fn french_minute(self) -> String {
        let at = self.paris();
        format!("{} à {:02}\u{a0}h\u{a0}{:02} {ZONE}", french_date(at.date()), at.hour(), at.minute())
    }

    /// Formats as RFC 3339 to the millisecond, the best precision of `<time datetime>`.
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.timestamp())
    }

    fn paris(self) -> jiff::Zoned {
        self.timestamp().to_zoned(TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.french())
    }
}

impl Add<Duration> for Moment {
    type Output = Moment;

    fn add(self, duration: Duration) -> Moment {
        Moment(self.0.saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }
}

impl Sub<Duration> for Moment {
    type Output = Moment;

    fn sub(self, duration: Duration) -> Moment {
        Moment(self.0.saturating_sub(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::from_timestamp(text.parse().expect("a timestamp"))
    }

    #[test]
    fn french_text_uses_paris_time_in_winter_and_summer() {
        assert_eq!(
            at("2026-11-22T15:05:12Z").french(),
            "22\u{a0}novembre 2026 à 16\u{a0}h\u{a0}05\u{a0}min\u{a0}12\u{a0}s (heure de Paris)"
        );
        assert_eq!(
            at("2026-07-31T22:30:00Z").french_minute(),
            "1er\u{a0}août 2026 à 00\u{a0}h\u{a0}30 (heure de Paris)"
        );
    }

    #[test]
    fn since_never_goes_below_zero() {
        let early = Moment::from_micros(10);
        assert_eq!(early.since(early + Duration::from_secs(1)), Duration::ZERO);
        assert_eq!((early + Duration::from_secs(1)).since(early), Duration::from_secs(1));
    }
}
