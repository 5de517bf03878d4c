//! Weekly hours with public holidays.

use jiff::civil::{Date, DateTime};

use super::{State, TimeRange, Week};
use crate::calendar::public_holiday;

/// Number of days in which the next opening is looked for: no service is closed longer.
const HORIZON: usize = 31;

/// Opening hours of a service that is closed on public holidays of mainland France.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingCalendar<'a> {
    pub week: Week<'a>,
}

impl<'a> WorkingCalendar<'a> {
    pub const fn new(week: Week<'a>) -> Self {
        WorkingCalendar { week }
    }

    /// Returns the ranges of a day; none on a public holiday.
    pub fn ranges(&self, day: Date) -> &'a [TimeRange] {
        if public_holiday(day).is_some() { &[] } else { self.week.ranges(day.weekday()) }
    }

    /// Returns `true` if the service is open at this time.
    pub fn is_open(&self, at: DateTime) -> bool {
        self.open_range(at).is_some()
    }

    /// Returns the state at a time.
    pub fn state(&self, at: DateTime) -> State {
        match self.open_range(at) {
            Some(range) => State::Open { until: range.end },
            None => State::Closed { holiday: self.closing_holiday(at.date()), opens: self.next_opening(at) },
        }
    }

    fn open_range(&self, at: DateTime) -> Option<TimeRange> {
        self.ranges(at.date()).iter().copied().find(|range| range.contains(at.time()))
    }

    /// Returns the name of the public holiday that closes the service on a day of the week on which it is open otherwise.
    fn closing_holiday(&self, day: Date) -> Option<&'static str> {
        public_holiday(day).filter(|_| !self.week.ranges(day.weekday()).is_empty())
    }

    /// Returns the start of the first range after a time.
    fn next_opening(&self, after: DateTime) -> Option<DateTime> {
        let days = std::iter::successors(Some(after.date()), |day| day.tomorrow().ok());
        let openings = days
            .take(HORIZON)
            .flat_map(|day| self.ranges(day).iter().map(move |range| day.to_datetime(range.start)));
        openings.into_iter().find(|opening| *opening > after)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const WITH_BREAK: WorkingCalendar = WorkingCalendar::new(Week::working_days(&[
        TimeRange::new((9, 0), (12, 0)),
        TimeRange::new((14, 0), (17, 0)),
    ]));

    #[test]
    fn end_of_a_range_is_closed() {
        let monday = date(2026, 11, 30);
        for (hour, minute, open) in
            [(8, 59, false), (9, 0, true), (11, 59, true), (12, 0, false), (14, 0, true), (17, 0, false)]
        {
            assert_eq!(WITH_BREAK.is_open(monday.at(hour, minute, 0, 0)), open, "{hour}:{minute}");
        }
    }

    #[test]
    fn closed_service_names_the_next_opening() {
        for (at, opens) in [
            (date(2026, 11, 30).at(12, 30, 0, 0), date(2026, 11, 30).at(14, 0, 0, 0)),
            (date(2026, 11, 28).at(10, 0, 0, 0), date(2026, 11, 30).at(9, 0, 0, 0)),
            // Ascension Day, a Thursday.
            (date(2026, 5, 14).at(10, 0, 0, 0), date(2026, 5, 15).at(9, 0, 0, 0)),
            // Good Friday evening, then Easter Monday.
            (date(2026, 4, 3).at(18, 0, 0, 0), date(2026, 4, 7).at(9, 0, 0, 0)),
        ] {
            let State::Closed { opens: found, .. } = WITH_BREAK.state(at) else { panic!("open at {at}") };
            assert_eq!(found, Some(opens), "{at}");
        }
    }

    #[test]
    fn service_without_hours_never_opens() {
        let never = WorkingCalendar::new(Week::working_days(&[]));
        let at = date(2026, 11, 30).at(10, 0, 0, 0);
        assert_eq!(never.state(at), State::Closed { holiday: None, opens: None });
    }
}
