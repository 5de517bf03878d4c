//! Weekly hours.

use jiff::civil::{Time, Weekday};

/// Hours of a day during which a service is open: from `start`, until just before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    pub start: Time,
    pub end: Time,
}

impl TimeRange {
    pub(crate) const WHOLE_DAY: TimeRange = TimeRange { start: Time::MIN, end: Time::MAX };

    /// From `start` to `end`, each as hour and minute.
    pub const fn new(start: (i8, i8), end: (i8, i8)) -> Self {
        TimeRange { start: Time::constant(start.0, start.1, 0, 0), end: Time::constant(end.0, end.1, 0, 0) }
    }

    pub fn contains(self, time: Time) -> bool {
        self.start <= time && time < self.end
    }
}

/// Ranges of each day of the week, Monday first; those of one day in order and apart. Several ranges leave lunch breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week<'a>([&'a [TimeRange]; 7]);

impl<'a> Week<'a> {
    pub const fn new(days: [&'a [TimeRange]; 7]) -> Self {
        Week(days)
    }

    /// The same ranges from Monday to Friday.
    pub const fn working_days(ranges: &'a [TimeRange]) -> Self {
        Week([ranges, ranges, ranges, ranges, ranges, &[], &[]])
    }

    pub fn ranges(&self, weekday: Weekday) -> &'a [TimeRange] {
        self.0[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }
}

/// Joins ranges that overlap or touch: two agents who enter one morning twice do not double its slots.
pub(crate) fn merged(mut ranges: Vec<TimeRange>) -> Vec<TimeRange> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<TimeRange> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
