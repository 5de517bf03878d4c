//! Days, months, quarters and periods as they are typed.
//!
//! Browsers without a month picker show a plain field: what people write there (`12/2026`) is read too.

use jiff::civil::Date;

use super::{Answers, FieldDefinition, Kind, check_value};
use crate::problem::Problem;

/// Years a portal's form may speak of.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// `AAAA-MM-JJ` or `JJ/MM/AAAA`.
pub fn parse_date(text: &str) -> Option<Date> {
    let (year, month, day) = match three(text, '-') {
        Some((year, month, day)) => (year, month, day),
        None => three(text, '/').map(|(day, month, year)| (year, month, day))?,
    };
    Date::new(year_of(year)?, small(month)?, small(day)?).ok()
}

/// `AAAA-MM` or `MM/AAAA`: the first day of the month.
pub fn parse_month(text: &str) -> Option<Date> {
    let text = text.trim();
    let (year, month) = match text.split_once('-') {
        Some(parts) => parts,
        None => text.split_once('/').map(|(month, year)| (year, month))?,
    };
    Date::new(year_of(year)?, small(month)?, 1).ok()
}

/// `AAAA-Tn`: year, and quarter from 1 to 4.
pub fn parse_quarter(text: &str) -> Option<(i16, i8)> {
    let (year, quarter) = text.trim().split_once('-')?;
    let quarter = match quarter.as_bytes() {
        [b'T' | b't', digit @ b'1'..=b'4'] => (digit - b'0') as i8,
        _ => return None,
    };
    Some((year_of(year)?, quarter))
}

/// Names of the two answers of a period.
pub fn period_names(field: &str) -> [String; 2] {
    [[field, "_debut"].concat(), [field, "_fin"].concat()]
}

pub(super) fn check_period(field: &FieldDefinition, answers: &Answers) -> Option<Problem> {
    let names = period_names(&field.name);
    let [start, end] = names.each_ref().map(|name| answers.text(name));
    if names.iter().any(|name| answers.all(name).len() > 1) {
        return Some(Problem::SeveralValues { label: field.label.clone() });
    }
    // Half a period is an omission even when the period itself is optional.
    let mandatory = field.mandatory || !start.is_empty() || !end.is_empty();
    for (value, part) in [(start, " (mois de début)"), (end, " (mois de fin)")] {
        let label = [field.label.as_str(), part].concat();
        if let Some(problem) = check_value(&Kind::Month, &label, mandatory, value) {
            return Some(problem);
        }
    }
    if parse_month(start) > parse_month(end) {
        return Some(Problem::PeriodReversed { label: field.label.clone() });
    }
    None
}

fn three(text: &str, separator: char) -> Option<(&str, &str, &str)> {
    let mut parts = text.trim().split(separator);
    let found = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(found)
}

fn year_of(text: &str) -> Option<i16> {
    if text.len() != 4 {
        return None;
    }
    digits(text).filter(|year| YEARS.contains(year))
}

fn small(text: &str) -> Option<i8> {
    if !(1..=2).contains(&text.len()) {
        return None;
    }
    digits(text).map(|number| number as i8)
}

/// At most four digits, by the callers.
fn digits(text: &str) -> Option<i16> {
    text.bytes().try_fold(0_i16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates() {
        for (text, read) in [
            ("2026-11-22", Some(date(2026, 11, 22))),
            (" 22/11/2026 ", Some(date(2026, 11, 22))),
            ("29/02/2028", Some(date(2028, 2, 29))),
            ("29/02/2026", None),
            ("2026-13-01", None),
            ("2026-00-10", None),
            ("0026-01-01", None),
            ("22/11/26", None),
            ("2026-11", None),
            ("2026-11-22-1", None),
            ("2026-+1-22", None),
            ("demain", None),
            ("", None),
        ] {
            assert_eq!(parse_date(text), read, "{text:?}");
        }
    }

    #[test]
    fn months_and_quarters() {
        for (text, read) in [
            ("2026-11", Some(date(2026, 11, 1))),
            ("11/2026", Some(date(2026, 11, 1))),
            ("1/2026", Some(date(2026, 1, 1))),
            ("13/2026", None),
            ("2026-11-01", None),
            ("novembre", None),
        ] {
            assert_eq!(parse_month(text), read, "{text:?}");
        }
        for (text, read) in
            [("2026-T1", Some((2026, 1))), ("2026-t4", Some((2026, 4))), ("2026-T5", None), ("2026-1", None)]
        {
            assert_eq!(parse_quarter(text), read, "{text:?}");
        }
    }
}
