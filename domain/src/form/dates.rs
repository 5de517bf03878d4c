//! Parsing of typed dates, months and quarters.
//!
//! Browsers without a month picker display a text field, so that French notation (`12/2026`) is accepted too.

use jiff::civil::Date;

/// Accepted years.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Parses a date: `AAAA-MM-JJ` or `JJ/MM/AAAA`.
pub fn parse_date(text: &str) -> Option<Date> {
    let (year, month, day) = match split_in_three(text, '-') {
        Some((year, month, day)) => (year, month, day),
        None => split_in_three(text, '/').map(|(day, month, year)| (year, month, day))?,
    };
    Date::new(parse_year(year)?, parse_day_or_month(month)?, parse_day_or_month(day)?).ok()
}

/// Parses a month, `AAAA-MM` or `MM/AAAA`, as its first day.
pub fn parse_month(text: &str) -> Option<Date> {
    let text = text.trim();
    let (year, month) = match text.split_once('-') {
        Some(parts) => parts,
        None => text.split_once('/').map(|(month, year)| (year, month))?,
    };
    Date::new(parse_year(year)?, parse_day_or_month(month)?, 1).ok()
}

/// Parses a quarter, `AAAA-Tn`, as its year and its number from 1 to 4.
pub fn parse_quarter(text: &str) -> Option<(i16, i8)> {
    let (year, quarter) = text.trim().split_once('-')?;
    let quarter = match quarter.as_bytes() {
        [b'T' | b't', digit @ b'1'..=b'4'] => (digit - b'0') as i8,
        _ => return None,
    };
    Some((parse_year(year)?, quarter))
}

/// Names of the two inputs of a period: first and last month.
pub fn period_names(field: &str) -> [String; 2] {
    [[field, "_debut"].concat(), [field, "_fin"].concat()]
}

fn split_in_three(text: &str, separator: char) -> Option<(&str, &str, &str)> {
    let mut parts = text.trim().split(separator);
    let found = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(found)
}

fn parse_year(text: &str) -> Option<i16> {
    if text.len() != 4 {
        return None;
    }
    parse_digits(text).filter(|year| YEARS.contains(year))
}

fn parse_day_or_month(text: &str) -> Option<i8> {
    if !(1..=2).contains(&text.len()) {
        return None;
    }
    parse_digits(text).map(|number| number as i8)
}

/// Parses at most four digits; the callers check the length.
fn parse_digits(text: &str) -> Option<i16> {
    text.bytes().try_fold(0_i16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_parsed() {
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
    fn months_and_quarters_are_parsed() {
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
