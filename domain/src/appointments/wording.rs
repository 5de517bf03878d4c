//! Opening ranges and closing days in words.

use super::calendar::{Closing, Opening};
use crate::calendar::{french_date, french_time, weekday_name};

/// Describes an opening range: « mardi de 9 h à 12 h, à partir du 1er décembre 2026 ».
pub fn opening_words(opening: &Opening) -> String {
    let (day, from) = (weekday_name(opening.weekday), french_date(opening.from));
    let hours = ["de", &french_time(opening.range.start), "à", &french_time(opening.range.end)].join(" ");
    let until = opening.until.map(|day| format!(" jusqu’au {}", french_date(day))).unwrap_or_default();
    let every = match opening.every_weeks {
        0 | 1 => String::new(),
        weeks => format!(", une semaine sur {weeks}"),
    };
    format!("{day} {hours}{every}, à partir du {from}{until}")
}

/// Describes closing days: « du 24 décembre 2026 au 1er janvier 2027 ».
pub fn closing_words(closing: &Closing) -> String {
    match closing.first == closing.last {
        true => french_date(closing.first),
        false => format!("du {} au {}", french_date(closing.first), french_date(closing.last)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;
    use crate::opening_hours::TimeRange;

    #[test]
    fn opening_ranges_and_closing_days_are_said_in_words() {
        let mut opening = Opening {
            weekday: Weekday::Tuesday,
            range: TimeRange::new((9, 0), (12, 30)),
            from: date(2026, 12, 1),
            until: None,
            every_weeks: 1,
        };
        let words = |opening: &Opening| opening_words(opening).replace('\u{a0}', " ");
        assert_eq!(words(&opening), "mardi de 9 h à 12 h 30, à partir du 1er décembre 2026");
        (opening.every_weeks, opening.until) = (2, Some(date(2027, 1, 31)));
        assert_eq!(
            words(&opening),
            "mardi de 9 h à 12 h 30, une semaine sur 2, à partir du 1er décembre 2026 jusqu’au 31 janvier 2027"
        );
        let closing =
            |last| closing_words(&Closing { first: date(2026, 12, 24), last }).replace('\u{a0}', " ");
        assert_eq!(closing(date(2026, 12, 24)), "24 décembre 2026");
        assert_eq!(closing(date(2027, 1, 1)), "du 24 décembre 2026 au 1er janvier 2027");
    }
}
