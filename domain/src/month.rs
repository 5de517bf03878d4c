//! Months of the calendar.

use std::fmt;

use jiff::{ToSpan, civil::Date};

use crate::{calendar::french_month, form::parse_month, french::with_de};

/// A month, as its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// Returns the month of a day.
    pub fn of(day: Date) -> Self {
        Month(day.first_of_month())
    }

    /// Reads `AAAA-MM`, or a month as it is typed: `03/2026`, « mars 2026 ».
    pub fn parse(text: &str) -> Option<Self> {
        parse_month(text).map(Month)
    }

    /// Formats as `AAAA-MM`, for addresses and the database.
    pub fn code(self) -> String {
        self.0.strftime("%Y-%m").to_string()
    }

    /// Formats with « de »: « d’avril 2026 ».
    pub fn with_de(self) -> String {
        with_de(&self.to_string())
    }

    pub fn first_day(self) -> Date {
        self.0
    }

    pub fn last_day(self) -> Date {
        self.0.last_of_month()
    }

    /// Returns the month after this one; the last month that exists is its own successor.
    pub fn next(self) -> Self {
        Month(self.0.saturating_add(1.month()).first_of_month())
    }

    /// Returns the month before this one; the first month that exists is its own predecessor.
    pub fn previous(self) -> Self {
        Month(self.0.saturating_sub(1.month()).first_of_month())
    }

    /// Returns the month that is `count` months later, or the last month that exists.
    pub fn ahead(self, count: u32) -> Self {
        Month(self.0.saturating_add(i64::from(count).months()).first_of_month())
    }

    /// Returns the month that is `count` months earlier, or the first month that exists.
    pub fn back(self, count: u32) -> Self {
        Month(self.0.saturating_sub(i64::from(count).months()).first_of_month())
    }
}

/// « mars 2026 ».
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&french_month(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_read_and_formatted() {
        let march = Month::of(date(2026, 3, 31));
        for text in ["2026-03", "03/2026", "mars 2026"] {
            assert_eq!(Month::parse(text), Some(march), "{text}");
        }
        assert_eq!(Month::parse("2026-13"), None);
        assert_eq!((march.code().as_str(), march.to_string().as_str()), ("2026-03", "mars 2026"));
        assert_eq!((march.with_de(), march.next().with_de()), ("de mars 2026".into(), "d’avril 2026".into()));
        assert_eq!((march.first_day(), march.last_day()), (date(2026, 3, 1), date(2026, 3, 31)));
    }

    #[test]
    fn months_follow_each_other() {
        let january = Month::of(date(2027, 1, 31));
        assert_eq!(january.next().code(), "2027-02");
        assert_eq!(january.previous().code(), "2026-12");
        assert_eq!((january.ahead(13).code(), january.back(35).code()), ("2028-02".into(), "2024-02".into()));
        assert_eq!(Month::of(Date::MAX).next(), Month::of(Date::MAX));
        assert_eq!(Month::of(Date::MIN).previous(), Month::of(Date::MIN));
    }
}
