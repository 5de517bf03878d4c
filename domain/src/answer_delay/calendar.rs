//! Arithmetic in the working time of a service.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::hours::WorkingHours;
use crate::opening_hours::TimeRange;

/// Number of days in which a working time is looked for: no service is closed longer.
const HORIZON: usize = 2_000;

/// Working hours of a service, with the time zone of its territory.
#[derive(Clone, Debug)]
pub struct WorkCalendar<'a> {
    pub hours: &'a WorkingHours,
    /// That of [`Territory::zone`](crate::territory::Territory::zone).
    pub zone: TimeZone,
}

impl WorkCalendar<'_> {
    /// Returns the day of the service at an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// Returns `true` if the service works at an instant.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.spans(self.day_of(at)).any(|(start, end)| start <= at && at < end)
    }

    /// Returns the working time between two instants; zero if the second is not later.
    pub fn time_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let last = self.day_of(to);
        days_from(self.day_of(from))
            .take_while(|day| *day <= last)
            .flat_map(|day| self.spans(day))
            .map(|(start, end)| end.min(to).duration_since(start.max(from)))
            .filter(SignedDuration::is_positive)
            .sum()
    }

    /// Returns the instant at which `time` of work has passed since `from`; `None` if the service never works that long.
    pub fn after(&self, from: Timestamp, time: SignedDuration) -> Option<Timestamp> {
        let mut left = time;
        if !left.is_positive() {
            return Some(from);
        }
        for (start, end) in days_from(self.day_of(from)).take(HORIZON).flat_map(|day| self.spans(day)) {
            let start = start.max(from);
            let length = end.duration_since(start);
            if left <= length {
                return start.checked_add(left).ok();
            }
            left -= length.max(SignedDuration::ZERO);
        }
        None
    }

    /// Returns the end of the last range of the `number`th working day after the day of `from`.
    pub fn end_of_working_day(&self, from: Timestamp, number: u8) -> Option<Timestamp> {
        let after = days_from(self.day_of(from)).skip(1).take(HORIZON);
        let mut working = after.filter(|day| self.hours.is_working_day(*day));
        let day = working.nth(usize::from(number.checked_sub(1)?))?;
        self.spans(day).last().map(|(_, end)| end)
    }

    /// Returns the number of working days after that of `from`, up to that of `to`: 0 on the same day.
    pub fn days_between(&self, from: Timestamp, to: Timestamp) -> u32 {
        let last = self.day_of(to);
        let days = days_from(self.day_of(from)).skip(1).take_while(|day| *day <= last);
        days.filter(|day| self.hours.is_working_day(*day)).fold(0, |count, _| count + 1)
    }

    /// Returns the ranges of a day as instants.
    fn spans(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + use<> {
        let zone = self.zone.clone();
        self.hours.ranges_of(day).into_iter().filter_map(move |TimeRange { start, end }| {
            let instant = |time| Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp());
            Some((instant(start)?, instant(end)?))
        })
    }
}

fn days_from(day: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), |day| day.tomorrow().ok())
}
