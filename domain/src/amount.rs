//! Amounts in euros, stored in cents.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::french;
use crate::problem::Problem;
use crate::typed_text;

/// An amount in euro cents. Sums and balances may be negative, typed amounts may not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(i64);

impl Amount {
    pub const ZERO: Amount = Amount(0);
    /// Maximum amount accepted in a form: 999 999 999,99 €.
    pub const MAX_TYPED: Amount = Amount(99_999_999_999);

    pub const fn from_cents(cents: i64) -> Self {
        Amount(cents)
    }

    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Parses a positive amount: `1 234,56`, `1.234,56`, `1234.56`, `1 234`, `12,5`, with or without `€` or `EUR`.
    ///
    /// Errors: as [`Amount::parse_for`], with the label « Montant ».
    pub fn parse(text: &str) -> Result<Self, Problem> {
        Amount::parse_for("Montant", text)
    }

    /// Like [`Amount::parse`], with the field label to put in errors.
    ///
    /// Errors: [`Problem::NotAnAmount`], [`Problem::AmountNotPositive`], [`Problem::AmountTooLarge`].
    pub fn parse_for(label: &str, text: &str) -> Result<Self, Problem> {
        let label = || label.to_owned();
        let (units, cents) = split(text).ok_or_else(|| Problem::NotAnAmount { label: label() })?;
        let units = units.trim_start_matches('0');
        if units.len() > 9 {
            return Err(Problem::AmountTooLarge { label: label() });
        }
        let amount = Amount(units.bytes().fold(0, |sum, b| sum * 10 + i64::from(b - b'0')) * 100 + cents);
        if amount == Amount::ZERO { Err(Problem::AmountNotPositive { label: label() }) } else { Ok(amount) }
    }

    /// Adds two amounts. Returns `None` on overflow, which only wrong data from a co-owner can cause.
    pub fn checked_add(self, other: Amount) -> Option<Amount> {
        self.0.checked_add(other.0).map(Amount)
    }

    /// Formats the amount for an input field: `1234,56`.
    pub fn to_input(self) -> String {
        let mut text = String::new();
        push_units(&mut text, self.0, |units| units.to_string());
        text
    }
}

/// Splits a typed amount into digits of the units and number of cents. Returns `None` if it is invalid.
fn split(text: &str) -> Option<(String, i64)> {
    let (units, decimals) = decimal_parts(&without_currency(text))?;
    let cents = match decimals.as_bytes() {
        [a, b] => i64::from(a - b'0') * 10 + i64::from(b - b'0'),
        [a] => i64::from(a - b'0') * 10,
        _ => return None,
    };
    Some((units, cents))
}

/// Splits a typed number into the digits of its units and of its decimals, « 0 » if it has none. Returns `None` if it is invalid.
pub(crate) fn decimal_parts(text: &str) -> Option<(String, String)> {
    let text = typed_text::line(text);
    let text = text.trim();
    let (units, decimals) = match decimal_separator(text) {
        Some(at) => (&text[..at], text[at + 1..].trim_start()),
        None => (text, "0"),
    };
    crate::text::is_digits(decimals).then_some(())?;
    Some((ungrouped(units.trim_end())?, decimals.to_owned()))
}

/// Removes `€`, `EUR` or `euros` on either side, and marks without meaning; spaces become ordinary ones.
fn without_currency(text: &str) -> String {
    let line = typed_text::line(text).to_ascii_lowercase();
    let amount = line.trim_start_matches(['€', ' ']).trim_end_matches(['€', ' ']);
    let amount = amount.strip_prefix("eur").unwrap_or(amount);
    let amount = ["euros", "euro", "eur"].iter().find_map(|word| amount.strip_suffix(word)).unwrap_or(amount);
    amount.trim().to_owned()
}

/// Position of the comma or point that separates the cents: the last one, unless it occurs several times and thus
/// separates thousands. « 1.234,56 » and « 1,234.56 » are both clear; a single one is always read as decimal.
fn decimal_separator(text: &str) -> Option<usize> {
    let at = text.rfind([',', '.'])?;
    let separator = text[at..].chars().next()?;
    (text.matches(separator).count() == 1).then_some(at)
}

/// Removes thousands separators. Returns `None` if they differ or if a group does not have three digits: « 12 34 » is a
/// typing error, not 1 234.
fn ungrouped(units: &str) -> Option<String> {
    let is_separator = |c: char| matches!(c, ' ' | '.' | ',' | '\'' | '’');
    let mut separators = units.chars().filter(|c| is_separator(*c));
    if let Some(first) = separators.next()
        && separators.any(|other| other != first)
    {
        return None;
    }
    let mut groups = units.split(is_separator);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    crate::text::is_digits(&digits).then_some(digits)
}

/// Appends `1234,56` to `text`, with the units as `format_units` writes them.
fn push_units(text: &mut String, cents: i64, format_units: fn(u64) -> String) {
    if cents < 0 {
        text.push('\u{2212}');
    }
    let cents = cents.unsigned_abs();
    text.push_str(&format_units(cents / 100));
    text.push(',');
    for digit in [cents % 100 / 10, cents % 10] {
        text.push(char::from(b'0' + digit as u8));
    }
}

/// « 1 234,56 € »: a narrow no-break space between thousands, a no-break space before the sign.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        push_units(&mut text, self.0, french::format_number);
        text.push_str("\u{a0}€");
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_notations_are_parsed() {
        for (text, cents) in [
            ("1 234,56", 123_456),
            ("1234.56", 123_456),
            ("1 234", 123_400),
            ("1\u{a0}234\u{202f}567,8 €", 123_456_780),
            ("0,01", 1),
            ("007", 700),
            ("999 999 999,99", 99_999_999_999),
            ("12€", 1_200),
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("1.234.567,89", 123_456_789),
            ("1.234.567", 123_456_700),
            ("1’234.50", 123_450),
            ("12,50 EUR", 1_250),
            ("12,50EUR", 1_250),
            ("12, 50 €", 1_250),
            ("EUR 12,50", 1_250),
            ("€\u{a0}12,50", 1_250),
            ("12,50 euros", 1_250),
            ("1 Euro", 100),
            ("1 234,56\u{a0}€", 123_456),
            ("1\u{2007}234,56", 123_456),
            ("1\u{2009}234,56", 123_456),
            ("\u{202a}1234,56\u{202c}", 123_456),
            ("\u{feff}1\u{200b}2\u{ad}3\u{2060}4,56 €\u{200b}", 123_456),
        ] {
            assert_eq!(Amount::parse(text).map(Amount::cents), Ok(cents), "{text}");
        }
    }

    #[test]
    fn invalid_amounts_are_refused() {
        let label = || "Montant".to_owned();
        for text in [
            "",
            "€",
            "EUR",
            "abc",
            "-5",
            "\u{2212}5",
            "1,234",
            "1.234",
            "1.23,45",
            "1.234 567,00",
            "12 34",
            "1234 567",
            "1,",
            ",5",
            "1e3",
            "1,2,3",
            "+3",
            "１２",
            "12 USD",
            "12 € 50",
            "1..234,56",
        ] {
            assert_eq!(Amount::parse(text), Err(Problem::NotAnAmount { label: label() }), "{text:?}");
        }
        for text in ["0", "0,00", "000"] {
            assert_eq!(Amount::parse(text), Err(Problem::AmountNotPositive { label: label() }), "{text:?}");
        }
        for text in ["1 000 000 000", "99999999999999999999999999"] {
            assert_eq!(Amount::parse(text), Err(Problem::AmountTooLarge { label: label() }), "{text:?}");
        }
    }

    #[test]
    fn amounts_are_formatted() {
        for (cents, shown) in [
            (123_456, "1\u{202f}234,56\u{a0}€"),
            (0, "0,00\u{a0}€"),
            (5, "0,05\u{a0}€"),
            (-15_000_000, "\u{2212}150\u{202f}000,00\u{a0}€"),
            (100_000_000, "1\u{202f}000\u{202f}000,00\u{a0}€"),
        ] {
            assert_eq!(Amount::from_cents(cents).to_string(), shown);
        }
        assert_eq!(Amount::from_cents(123_456).to_input(), "1234,56");
        assert!(Amount::from_cents(i64::MIN).to_string().ends_with("08\u{a0}€"));
    }
}
