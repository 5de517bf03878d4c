//! Working hours of a service: weekly ranges, public holidays of its territory, exceptional closings.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::opening_hours::{TimeRange, merged};
use crate::territory::Territory;

/// A weekly range during which a service works: not in the hours of the night when clocks change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyHours {
    pub weekday: Weekday,
    pub range: TimeRange,
}

/// Days on which a service does not work, with their reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionalClosing {
    pub first: Date,
    pub last: Date,
    pub reason: String,
}

/// Working hours of a service. Public holidays and exceptional closings win over weekly ranges.
///
/// Without a range, the service has not stated its hours: its working days are then those from Monday to Friday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "StoredHours", try_from = "StoredHours")]
pub struct WorkingHours {
    pub territory: Territory,
    /// By day, then by time.
    pub week: Vec<WeeklyHours>,
    /// By first day.
    pub closings: Vec<ExceptionalClosing>,
}

impl WorkingHours {
    /// Returns `true` if the service has stated its hours.
    pub fn are_stated(&self) -> bool {
        !self.week.is_empty()
    }

    /// Returns the ranges of a day, in order and apart; none if the service does not work on it.
    pub fn ranges_of(&self, day: Date) -> Vec<TimeRange> {
        if self.is_closed(day) {
            return Vec::new();
        }
        let of_day = self.week.iter().filter(|hours| hours.weekday == day.weekday());
        let is_usual = !self.are_stated() && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        merged(of_day.map(|hours| hours.range).chain(is_usual.then_some(TimeRange::WHOLE_DAY)).collect())
    }

    /// Returns `true` if the service works on a day.
    pub fn is_working_day(&self, day: Date) -> bool {
        !self.ranges_of(day).is_empty()
    }

    fn is_closed(&self, day: Date) -> bool {
        self.territory.public_holiday(day).is_some()
            || self.closings.iter().any(|closing| closing.first <= day && day <= closing.last)
    }

    /// Adds a range to some days of the week; those that are there already stay single.
    pub fn add(&mut self, weekdays: &[Weekday], range: TimeRange) {
        for weekday in weekdays {
            let hours = WeeklyHours { weekday: *weekday, range };
            if !self.week.contains(&hours) {
                self.week.push(hours);
            }
        }
        self.week
            .sort_by_key(|hours| (hours.weekday.to_monday_zero_offset(), hours.range.start, hours.range.end));
    }

    /// Adds a closing, unless it is there already, and forgets those that ended more than a year before `today`: past ones
    /// still count in the real delays.
    pub fn close(&mut self, closing: ExceptionalClosing, today: Date) {
        let oldest = today.saturating_sub(1.year());
        self.closings.retain(|other| other.last >= oldest && *other != closing);
        self.closings.push(closing);
        self.closings.sort_by_key(|closing| (closing.first, closing.last));
    }
}

/// Form in which the hours are stored.
#[derive(Clone, Serialize, Deserialize)]
struct StoredHours {
    territory: String,
    week: Vec<StoredRange>,
    closings: Vec<StoredClosing>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredRange {
    /// From 1 for Monday to 7 for Sunday.
    weekday: i8,
    start: String,
    end: String,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredClosing {
    first: String,
    last: String,
    reason: String,
}

impl From<WorkingHours> for StoredHours {
    fn from(hours: WorkingHours) -> Self {
        let range = |hours: WeeklyHours| StoredRange {
            weekday: hours.weekday.to_monday_one_offset(),
            start: hours.range.start.to_string(),
            end: hours.range.end.to_string(),
        };
        let closing = |closing: ExceptionalClosing| StoredClosing {
            first: closing.first.to_string(),
            last: closing.last.to_string(),
            reason: closing.reason,
        };
        StoredHours {
            territory: hours.territory.code().to_owned(),
            week: hours.week.into_iter().map(range).collect(),
            closings: hours.closings.into_iter().map(closing).collect(),
        }
    }
}

impl TryFrom<StoredHours> for WorkingHours {
    type Error = String;

    fn try_from(stored: StoredHours) -> Result<Self, String> {
        let territory = Territory::from_code(&stored.territory).ok_or(stored.territory)?;
        let week = stored.week.into_iter().map(WeeklyHours::try_from).collect::<Result<_, _>>()?;
        let closings =
            stored.closings.into_iter().map(ExceptionalClosing::try_from).collect::<Result<_, _>>()?;
        Ok(WorkingHours { territory, week, closings })
    }
}

impl TryFrom<StoredRange> for WeeklyHours {
    type Error = String;

    fn try_from(stored: StoredRange) -> Result<Self, String> {
        let read = || {
            let weekday = Weekday::from_monday_one_offset(stored.weekday).ok()?;
            let range = TimeRange { start: stored.start.parse().ok()?, end: stored.end.parse().ok()? };
            Some(WeeklyHours { weekday, range })
        };
        read().ok_or_else(|| format!("{} {}-{}", stored.weekday, stored.start, stored.end))
    }
}

impl TryFrom<StoredClosing> for ExceptionalClosing {
    type Error = String;

    fn try_from(stored: StoredClosing) -> Result<Self, String> {
        match (stored.first.parse(), stored.last.parse()) {
            (Ok(first), Ok(last)) => Ok(ExceptionalClosing { first, last, reason: stored.reason }),
            _ => Err(format!("{}/{}", stored.first, stored.last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_without_stated_hours_are_those_from_monday_to_friday() {
        let hours = WorkingHours { territory: Territory::AlsaceMoselle, ..WorkingHours::default() };
        for (day, works) in [
            (date(2026, 11, 27), true),
            (date(2026, 11, 28), false),
            (date(2026, 12, 25), false),
            // A Saturday: Saint-Étienne. Then Good Friday of 2027.
            (date(2026, 12, 26), false),
            (date(2027, 3, 26), false),
        ] {
            assert_eq!(hours.is_working_day(day), works, "{day}");
        }
        assert!(WorkingHours::default().is_working_day(date(2027, 3, 26)), "a working day elsewhere");
    }

    #[test]
    fn holidays_and_closings_win_and_ranges_are_joined() {
        let mut hours = WorkingHours::default();
        let days = [Weekday::Thursday, Weekday::Friday];
        hours.add(&days, TimeRange::new((14, 0), (17, 0)));
        hours.add(&days, TimeRange::new((8, 30), (12, 0)));
        hours.add(&days, TimeRange::new((8, 30), (12, 0)));
        hours.add(&[Weekday::Friday], TimeRange::new((11, 0), (13, 0)));
        assert_eq!(hours.week.len(), 5);
        let friday = [TimeRange::new((8, 30), (13, 0)), TimeRange::new((14, 0), (17, 0))];
        assert_eq!(hours.ranges_of(date(2026, 11, 27)), friday);
        assert!(hours.ranges_of(date(2026, 11, 26)).len() == 2);
        assert!(!hours.is_working_day(date(2026, 11, 25)), "a Wednesday");
        let closing = ExceptionalClosing {
            first: date(2026, 11, 26),
            last: date(2026, 11, 27),
            reason: "déménagement".to_owned(),
        };
        hours.close(closing.clone(), date(2026, 11, 1));
        hours.close(closing, date(2026, 11, 1));
        assert!(hours.closings.len() == 1 && !hours.is_working_day(date(2026, 11, 27)));
        assert!(!hours.is_working_day(date(2026, 12, 25)), "Christmas, a Friday");
    }

    #[test]
    fn closings_are_forgotten_after_a_year() {
        let closing = |day| ExceptionalClosing { first: day, last: day, reason: String::new() };
        let mut hours = WorkingHours::default();
        hours.close(closing(date(2026, 3, 2)), date(2026, 3, 1));
        hours.close(closing(date(2027, 3, 2)), date(2027, 3, 2));
        assert_eq!(hours.closings.len(), 2);
        hours.close(closing(date(2027, 5, 4)), date(2027, 3, 3));
        assert_eq!(hours.closings, [closing(date(2027, 3, 2)), closing(date(2027, 5, 4))]);
    }
}
