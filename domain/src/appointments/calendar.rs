//! Opening hours of an agenda: weekly ranges, closing days and public holidays.

use jiff::civil::{Date, Weekday};

use crate::opening_hours::{TimeRange, WorkingCalendar, merged};
use crate::territory::Territory;

/// Opening hours of an agenda.
pub trait Calendar {
    /// Returns the ranges of a day, in order and apart; none if it is closed.
    fn ranges_of(&self, day: Date) -> Vec<TimeRange>;
}

impl Calendar for WorkingCalendar<'_> {
    fn ranges_of(&self, day: Date) -> Vec<TimeRange> {
        self.ranges(day).to_vec()
    }
}

/// A weekly opening range of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub weekday: Weekday,
    pub range: TimeRange,
    /// First day on which it applies.
    pub from: Date,
    /// Last day; `None` for a range without end.
    pub until: Option<Date>,
    /// 1: each week; 2: one week in two, from the week of `from`.
    pub every_weeks: u8,
}

impl Opening {
    pub fn applies_on(&self, day: Date) -> bool {
        let is_valid = self.from <= day && self.until.is_none_or(|until| day <= until);
        is_valid
            && day.weekday() == self.weekday
            && self.weeks_before(day) % i32::from(self.every_weeks.max(1)) == 0
    }

    /// Number of weeks, from Monday to Sunday, between the week of the first day and that of `day`.
    fn weeks_before(&self, day: Date) -> i32 {
        let days = (monday_of(day) - monday_of(self.from)).get_days();
        days / 7
    }
}

/// Returns the Monday of the week of a day.
pub fn monday_of(day: Date) -> Date {
    let offset = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(offset)).unwrap_or(day)
}

/// Days on which a service is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub first: Date,
    pub last: Date,
}

/// Opening hours of a service. Closing days and public holidays win over opening ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceCalendar {
    pub territory: Territory,
    pub openings: Vec<Opening>,
    pub closings: Vec<Closing>,
}

impl ServiceCalendar {
    /// Returns `true` on a closing day or a public holiday.
    pub fn is_closed(&self, day: Date) -> bool {
        self.territory.public_holiday(day).is_some()
            || self.closings.iter().any(|closing| closing.first <= day && day <= closing.last)
    }
}

impl Calendar for ServiceCalendar {
    fn ranges_of(&self, day: Date) -> Vec<TimeRange> {
        if self.is_closed(day) {
            return Vec::new();
        }
        let applied = self.openings.iter().filter(|opening| opening.applies_on(day));
        merged(applied.map(|opening| opening.range).collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn opening(weekday: Weekday, start: (i8, i8), end: (i8, i8)) -> Opening {
        let (from, range) = (date(2026, 11, 2), TimeRange::new(start, end));
        Opening { weekday, range, from, until: None, every_weeks: 1 }
    }

    fn calendar(openings: Vec<Opening>) -> ServiceCalendar {
        ServiceCalendar { openings, ..ServiceCalendar::default() }
    }

    #[test]
    fn ranges_apply_from_their_first_day_to_their_last_every_n_weeks() {
        let mut fortnightly = opening(Weekday::Thursday, (9, 0), (12, 0));
        fortnightly.every_weeks = 2;
        fortnightly.until = Some(date(2027, 1, 14));
        let applied: Vec<Date> = date(2026, 10, 1)
            .series(jiff::Span::new().days(1))
            .take(150)
            .filter(|day| fortnightly.applies_on(*day))
            .collect();
        let expected =
            [(2026, 11, 5), (2026, 11, 19), (2026, 12, 3), (2026, 12, 17), (2026, 12, 31), (2027, 1, 14)];
        assert_eq!(applied, expected.map(|(year, month, day)| date(year, month, day)));
    }

    #[test]
    fn closing_days_and_holidays_win() {
        let mut calendar = calendar(vec![
            opening(Weekday::Monday, (9, 0), (12, 0)),
            opening(Weekday::Wednesday, (9, 0), (12, 0)),
        ]);
        calendar.closings = vec![Closing { first: date(2026, 11, 16), last: date(2026, 11, 18) }];
        for (day, open) in [
            (date(2026, 11, 9), true),
            // Armistice Day.
            (date(2026, 11, 11), false),
            (date(2026, 11, 16), false),
            (date(2026, 11, 18), false),
            (date(2026, 11, 23), true),
            (date(2026, 11, 24), false),
        ] {
            assert_eq!(!calendar.ranges_of(day).is_empty(), open, "{day}");
        }
    }

    #[test]
    fn ranges_of_a_day_are_merged() {
        let calendar = calendar(vec![
            opening(Weekday::Monday, (14, 0), (16, 0)),
            opening(Weekday::Monday, (9, 0), (11, 0)),
            opening(Weekday::Monday, (10, 30), (12, 0)),
            opening(Weekday::Monday, (9, 30), (10, 0)),
        ]);
        let ranges = [TimeRange::new((9, 0), (12, 0)), TimeRange::new((14, 0), (16, 0))];
        assert_eq!(calendar.ranges_of(date(2026, 11, 9)), ranges);
    }
}
