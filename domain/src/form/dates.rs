//! Parsing of typed dates, months and quarters.
//!
//! Browsers without a month picker display a text field, so that French notations (`12/2026`, « décembre 2026 ») are
//! accepted too.

use jiff::civil::Date;

use crate::calendar::MONTHS;
use crate::text::is_digits;
use crate::typed_text::{self, is_filler};

/// Range of accepted years.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Parses a date: `AAAA-MM-JJ`, `JJ/MM/AAAA`, `JJ.MM.AAAA`, « 22 novembre 2026 », with any separator.
pub fn parse_date(text: &str) -> Option<Date> {
    let parts = parts(text);
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let day = day.strip_suffix("er").unwrap_or(day);
    Date::new(parse_year(year)?, parse_month_name_or_number(month)?, parse_day_or_month(day)?).ok()
}

/// Parses a month, `AAAA-MM`, `MM/AAAA` or « novembre 2026 », as its first day.
pub fn parse_month(text: &str) -> Option<Date> {
    let parts = parts(text);
    let [first, last] = parts.as_slice() else { return None };
    let (year, month) = if first.len() == 4 && is_digits(first) { (first, last) } else { (last, first) };
    Date::new(parse_year(year)?, parse_month_name_or_number(month)?, 1).ok()
}

/// Parses a quarter, `AAAA-Tn`, `Tn AAAA` or « 3e trimestre 2026 », as its year and its number from 1 to 4.
pub fn parse_quarter(text: &str) -> Option<(i16, i8)> {
    let parts = parts(text);
    let (year, quarter) = match parts.as_slice() {
        [year, quarter] if year.len() == 4 => (year, quarter.strip_prefix('t')?),
        [quarter, year] => (year, quarter.strip_prefix('t')?),
        [quarter, word, year] if word == "trimestre" => {
            (year, quarter.trim_end_matches(|c: char| c.is_ascii_alphabetic()))
        }
        _ => return None,
    };
    let quarter = match quarter.as_bytes() {
        [digit @ b'1'..=b'4'] => (digit - b'0') as i8,
        _ => return None,
    };
    Some((parse_year(year)?, quarter))
}

/// Names of the two inputs of a period: first and last month.
pub fn period_names(field: &str) -> [String; 2] {
    [[field, "_debut"].concat(), [field, "_fin"].concat()]
}

/// Words before a date that say nothing more.
const IGNORED: [&str; 8] = ["le", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// Splits into numbers and words, in lower case without accents; leaves out [`IGNORED`] words.
fn parts(text: &str) -> Vec<String> {
    let text = typed_text::line(text);
    let parts = text.split(|c| is_filler(c) || matches!(c, '/' | ',')).map(without_accents);
    parts.filter(|part| !part.is_empty() && !IGNORED.contains(&part.as_str())).collect()
}

/// Converts to lower case and replaces the accented letters of the names of months and ordinals.
fn without_accents(text: &str) -> String {
    let letters = text.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}'));
    letters
        .map(|c| match c {
            'é' | 'è' | 'É' | 'È' => 'e',
            'û' | 'Û' => 'u',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// Parses a number from 1 to 99, or the name of a month, at least its first three letters if no other month has them.
fn parse_month_name_or_number(text: &str) -> Option<i8> {
    if is_digits(text) || text.len() < 3 {
        return parse_day_or_month(text);
    }
    let mut found = (1..).zip(MONTHS).filter(|(_, name)| without_accents(name).starts_with(text));
    let (number, _) = found.next()?;
    found.next().is_none().then_some(number)
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
            ("22.11.2026", Some(date(2026, 11, 22))),
            ("22-11-2026", Some(date(2026, 11, 22))),
            ("22‑11‑2026", Some(date(2026, 11, 22))),
            ("22–11–2026", Some(date(2026, 11, 22))),
            ("22 11 2026", Some(date(2026, 11, 22))),
            ("22\u{a0}/\u{202f}11 / 2026", Some(date(2026, 11, 22))),
            ("2026/11/22", Some(date(2026, 11, 22))),
            ("2026‑11‑22", Some(date(2026, 11, 22))),
            ("\u{202a}2026-11-22\u{202c}", Some(date(2026, 11, 22))),
            ("\u{feff}22/11/\u{200b}2026", Some(date(2026, 11, 22))),
            ("22 novembre 2026", Some(date(2026, 11, 22))),
            ("dimanche 22 Novembre 2026", Some(date(2026, 11, 22))),
            ("lundi 1er\u{a0}févr. 2027", Some(date(2027, 2, 1))),
            ("le 15 AOÛT 2026", Some(date(2026, 8, 15))),
            ("15 aou\u{302}t 2026", Some(date(2026, 8, 15))),
            ("3 jui 2026", None),
            ("3 juil. 2026", Some(date(2026, 7, 3))),
            ("11-22-2026", None),
            ("2026-11-22T10:00", None),
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
            ("11.2026", Some(date(2026, 11, 1))),
            ("11‑2026", Some(date(2026, 11, 1))),
            ("2026/11", Some(date(2026, 11, 1))),
            ("novembre 2026", Some(date(2026, 11, 1))),
            ("Déc.\u{a0}2026", Some(date(2026, 12, 1))),
            ("fe\u{301}vrier\u{200b} 2026", Some(date(2026, 2, 1))),
            ("mai 2026", Some(date(2026, 5, 1))),
            ("ma 2026", None),
            ("13/2026", None),
            ("2026-11-01", None),
            ("novembre", None),
        ] {
            assert_eq!(parse_month(text), read, "{text:?}");
        }
        for (text, read) in [
            ("2026-T1", Some((2026, 1))),
            ("2026-t4", Some((2026, 4))),
            ("2026‑T1", Some((2026, 1))),
            ("T3 2026", Some((2026, 3))),
            ("t3/2026\u{200b}", Some((2026, 3))),
            ("1er trimestre 2026", Some((2026, 1))),
            ("3ème\u{a0}trimestre 2026", Some((2026, 3))),
            ("2026-T5", None),
            ("2026-1", None),
            ("T3", None),
        ] {
            assert_eq!(parse_quarter(text), read, "{text:?}");
        }
    }
}
