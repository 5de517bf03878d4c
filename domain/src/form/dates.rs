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

/// Parses a date: `AAAA-MM-JJ`, `JJ/MM/AAAA`, `JJ.MM.AA`, `JJMMAAAA`, « 3 nov. 2026 », with any separator.
pub fn parse_date(text: &str) -> Option<Date> {
    let parts = parts(text);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        // « mar. 3 nov. 2026 »: the abbreviated day of the week is also the start of « mars ».
        ["mar", date @ ..] if date.len() == 3 => build_date(date),
        [digits] if digits.len() == 8 && is_digits(digits) => {
            let year_first = [&digits[..4], &digits[4..6], &digits[6..]];
            build_date(&year_first).or_else(|| build_date(&[&digits[..2], &digits[2..4], &digits[4..]]))
        }
        date => build_date(date),
    }
}

/// Reads three parts: year first if it has four digits, otherwise day first.
fn build_date(parts: &[&str]) -> Option<Date> {
    let [first, month, last] = parts else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    Date::new(parse_year(year)?, parse_month_name_or_number(month)?, parse_day_or_month(day)?).ok()
}

/// Parses a month, `AAAA-MM`, `MM/AAAA`, `MM/AA`, `MMAAAA` or « novembre 2026 », as its first day.
pub fn parse_month(text: &str) -> Option<Date> {
    let parts = parts(text);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [first, last] => build_month(first, last),
        [digits] if digits.len() == 6 && is_digits(digits) => {
            build_month(&digits[..4], &digits[4..]).or_else(|| build_month(&digits[..2], &digits[2..]))
        }
        _ => None,
    }
}

fn build_month(first: &str, last: &str) -> Option<Date> {
    let (year, month) = if first.len() == 4 && is_digits(first) { (first, last) } else { (last, first) };
    Date::new(parse_year(year)?, parse_month_name_or_number(month)?, 1).ok()
}

/// Parses a quarter, `AAAA-Tn`, `Tn AA`, `nTAAAA` or « 3e trimestre 2026 », as its year and its number from 1 to 4.
pub fn parse_quarter(text: &str) -> Option<(i16, i8)> {
    let mut parts = parts(text);
    let word = parts.iter().position(|part| matches!(part.as_str(), "t" | "trim" | "trimestre"))?;
    parts.remove(word);
    let [first, last] = parts.as_slice() else { return None };
    let (year, quarter) = if first.len() == 4 { (first, last) } else { (last, first) };
    let quarter = parse_day_or_month(quarter).filter(|quarter| (1..=4).contains(quarter))?;
    Some((parse_year(year)?, quarter))
}

/// Names of the two inputs of a period: first and last month.
pub fn period_names(field: &str) -> [String; 2] {
    [[field, "_debut"].concat(), [field, "_fin"].concat()]
}

/// Words around a date that say nothing more, and the endings of ordinals. « mar » is left to [`parse_date`].
const IGNORED: [&str; 24] = [
    "le", "du", "au", "de", "en", "mois", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
    "dimanche", "lun", "mer", "jeu", "ven", "sam", "dim", "er", "e", "eme", "nd", "re",
];

/// Splits into numbers and words, in lower case without accents; leaves out [`IGNORED`] words.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_digit = false;
    for c in without_accents(&typed_text::line(text)).chars() {
        let ends = is_filler(c) || matches!(c, '/' | ',');
        if ends || c.is_ascii_digit() != was_digit {
            parts.push(String::new());
        }
        was_digit = c.is_ascii_digit();
        if let (false, Some(part)) = (ends, parts.last_mut()) {
            part.push(c);
        }
    }
    parts.retain(|part| !part.is_empty() && !IGNORED.contains(&part.as_str()));
    parts
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

/// Parses a year of four digits, or of two in this century.
fn parse_year(text: &str) -> Option<i16> {
    let year = match text.len() {
        2 => parse_digits(text)? + 2000,
        4 => parse_digits(text)?,
        _ => return None,
    };
    Some(year).filter(|year| YEARS.contains(year))
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
            ("3 nov. 2026", Some(date(2026, 11, 3))),
            ("3nov2026", Some(date(2026, 11, 3))),
            ("3-nov-26", Some(date(2026, 11, 3))),
            ("mar. 3 nov. 2026", Some(date(2026, 11, 3))),
            ("3 mar 2026", Some(date(2026, 3, 3))),
            ("3/11/26", Some(date(2026, 11, 3))),
            ("22.11.26", Some(date(2026, 11, 22))),
            ("22112026", Some(date(2026, 11, 22))),
            ("20261122", Some(date(2026, 11, 22))),
            ("221126", None),
            ("22/11/126", None),
            ("le 1 er janvier 27", Some(date(2027, 1, 1))),
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
            ("nov. 26", Some(date(2026, 11, 1))),
            ("novembre2026", Some(date(2026, 11, 1))),
            ("mois de novembre 2026", Some(date(2026, 11, 1))),
            ("en mars 2026", Some(date(2026, 3, 1))),
            ("2026 novembre", Some(date(2026, 11, 1))),
            ("11/26", Some(date(2026, 11, 1))),
            ("112026", Some(date(2026, 11, 1))),
            ("202611", Some(date(2026, 11, 1))),
            ("26/11", None),
            ("3 nov. 2026", None),
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
            ("4T2026", Some((2026, 4))),
            ("2026T4", Some((2026, 4))),
            ("T4 26", Some((2026, 4))),
            ("4e trim. 2026", Some((2026, 4))),
            ("1 er trimestre 2026", Some((2026, 1))),
            ("2026-T5", None),
            ("2026-1", None),
            ("T3", None),
        ] {
            assert_eq!(parse_quarter(text), read, "{text:?}");
        }
    }
}
