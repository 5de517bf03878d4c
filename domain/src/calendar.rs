//! French dates: formatting, working days and public holidays.

use jiff::civil::{Date, Time, Weekday};

pub(crate) const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Formats a date: « 1er novembre 2026 ».
pub fn french_date(date: Date) -> String {
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{}{first}\u{a0}{}", date.day(), french_month(date))
}

/// Formats a month: « novembre 2026 ».
pub fn french_month(date: Date) -> String {
    format!("{} {}", MONTHS[usize::from(date.month().unsigned_abs()) - 1], date.year())
}

/// Returns the name of the day of the week: « lundi ».
pub fn french_weekday(date: Date) -> &'static str {
    weekday_name(date.weekday())
}

/// Returns the name of a day of the week: « lundi ».
pub fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    }
}

/// Formats a time to the minute: « 9 h », « 17 h 30 ».
pub fn french_time(time: Time) -> String {
    match time.minute() {
        0 => format!("{}\u{a0}h", time.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
    }
}

/// Returns `true` from Monday to Friday, except on public holidays.
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_public_holiday(date)
}

/// Returns `true` on public holidays of mainland France.
pub fn is_public_holiday(date: Date) -> bool {
    public_holiday(date).is_some()
}

/// Returns the name of a public holiday of mainland France (code du travail, article L3133-1): « Ascension ».
pub fn public_holiday(date: Date) -> Option<&'static str> {
    fixed_holiday(date).or_else(|| movable_holiday(date))
}

fn fixed_holiday(date: Date) -> Option<&'static str> {
    Some(match (date.month(), date.day()) {
        (1, 1) => "jour de l’An",
        (5, 1) => "fête du Travail",
        (5, 8) => "8 mai 1945",
        (7, 14) => "fête nationale",
        (8, 15) => "Assomption",
        (11, 1) => "Toussaint",
        (11, 11) => "11 novembre 1918",
        (12, 25) => "Noël",
        _ => return None,
    })
}

/// Returns the number of days since Easter Sunday of the year of the date, negative before it.
pub(crate) fn days_after_easter(date: Date) -> i32 {
    i32::from(date.day_of_year()) - i32::from(easter(date.year()).day_of_year())
}

fn movable_holiday(date: Date) -> Option<&'static str> {
    match days_after_easter(date) {
        1 => Some("lundi de Pâques"),
        39 => Some("Ascension"),
        50 => Some("lundi de Pentecôte"),
        _ => None,
    }
}

/// Returns the date `days` working days after `date`.
pub fn after_working_days(date: Date, days: u8) -> Date {
    let (mut day, mut left) = (date, days);
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        if is_working_day(day) {
            left -= 1;
        }
    }
    day
}

/// Computes Easter Sunday in the Gregorian calendar (Meeus/Jones/Butcher algorithm).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let golden = year % 19;
    let (century, rest) = (year / 100, year % 100);
    let (leap_centuries, century_rest) = (century / 4, century % 4);
    let correction = (century + 8) / 25;
    let drift = (century - correction + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - drift + 15) % 30;
    let weekday = (32 + 2 * century_rest + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    jiff::civil::date(year as i16, (sum / 31) as i8, (sum % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_is_computed() {
        for day in [
            date(1961, 4, 2),
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter(day.year()), day);
        }
    }

    #[test]
    fn public_holidays_of_2026() {
        let holidays: Vec<Date> = date(2026, 1, 1)
            .series(jiff::Span::new().days(1))
            .take(365)
            .filter(|day| is_public_holiday(*day))
            .collect();
        let expected =
            [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
        assert_eq!(holidays, expected.map(|(month, day)| date(2026, month, day)));
    }

    #[test]
    fn holidays_have_names() {
        for (day, name) in [
            (date(2026, 5, 14), Some("Ascension")),
            (date(2026, 5, 25), Some("lundi de Pentecôte")),
            (date(2026, 12, 25), Some("Noël")),
            (date(2026, 12, 26), None),
            // Ascension Day of 2008 fell on 1 May.
            (date(2008, 5, 1), Some("fête du Travail")),
        ] {
            assert_eq!(public_holiday(day), name, "{day}");
        }
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        for (from, days, to) in [
            // Monday to Monday.
            (date(2026, 11, 23), 5, date(2026, 11, 30)),
            // From a Sunday.
            (date(2026, 11, 22), 5, date(2026, 11, 27)),
            // Across 11 November, a Wednesday.
            (date(2026, 11, 9), 5, date(2026, 11, 17)),
            // Across Good Friday, a working day, and Easter Monday, a holiday.
            (date(2026, 4, 2), 2, date(2026, 4, 7)),
            // Across New Year.
            (date(2026, 12, 24), 5, date(2027, 1, 4)),
            (date(2026, 11, 22), 0, date(2026, 11, 22)),
        ] {
            assert_eq!(after_working_days(from, days), to, "{from} + {days}");
        }
        assert_eq!(after_working_days(Date::MAX, 5), Date::MAX);
    }

    #[test]
    fn dates_are_formatted_in_french() {
        assert_eq!(french_weekday(date(2026, 12, 1)), "mardi");
        assert_eq!(french_time(jiff::civil::time(9, 0, 0, 0)), "9\u{a0}h");
        assert_eq!(french_time(jiff::civil::time(17, 5, 0, 0)), "17\u{a0}h\u{a0}05");
        assert_eq!(french_date(date(2026, 11, 1)), "1er\u{a0}novembre 2026");
        assert_eq!(french_date(date(2026, 8, 22)), "22\u{a0}août 2026");
        assert_eq!(french_time(jiff::civil::time(8, 0, 0, 0)), "8\u{a0}h");
        assert_eq!(french_time(jiff::civil::time(19, 5, 0, 0)), "19\u{a0}h\u{a0}05");
    }
}
