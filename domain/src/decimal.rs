//! Decimal numbers, exact.

use std::fmt;

use crate::amount::decimal_parts;
use crate::french::format_number;
use crate::text::is_digits;

/// Maximum number of digits of the units, and of the decimals.
const MAX_UNITS: usize = 12;
const MAX_DECIMALS: usize = 6;
/// Millionths in a unit.
const SCALE: u128 = 1_000_000;

/// A number that is not negative, to the millionth, below 10¹².
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(u64);

impl Decimal {
    /// Reads a number with a point, as files write it: `1.1172`, `372274`.
    pub fn parse(text: &str) -> Option<Self> {
        let (units, decimals) = text.split_once('.').unwrap_or((text, "0"));
        Self::from_parts(units, decimals)
    }

    /// Reads a typed number, with a comma or a point: `655,957`, `1 234,5`.
    pub fn parse_typed(text: &str) -> Option<Self> {
        let (units, decimals) = decimal_parts(text)?;
        Self::from_parts(&units, &decimals)
    }

    fn from_parts(units: &str, decimals: &str) -> Option<Self> {
        if !is_digits(units) || !is_digits(decimals) {
            return None;
        }
        let (units, decimals) = (units.trim_start_matches('0'), decimals.trim_end_matches('0'));
        if units.len() > MAX_UNITS || decimals.len() > MAX_DECIMALS {
            return None;
        }
        format!("{units}{decimals:0<MAX_DECIMALS$}").parse().ok().map(Decimal)
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Divides by `divisor` and rounds half up to the hundredth. Returns the hundredths; `None` if the divisor is zero or the
    /// result too large.
    pub fn divided_in_hundredths(self, divisor: Decimal) -> Option<i64> {
        let divisor = u128::from(divisor.0);
        let hundredths = (u128::from(self.0) * 200 + divisor).checked_div(2 * divisor)?;
        i64::try_from(hundredths).ok()
    }

    /// Formats with a point, without needless zeros, as [`Decimal::parse`] reads it.
    pub fn plain(self) -> String {
        let (units, decimals) = self.parts();
        match decimals.as_str() {
            "" => units.to_string(),
            decimals => format!("{units}.{decimals}"),
        }
    }

    /// Formats for an input field: `1234,5`.
    pub fn to_input(self) -> String {
        self.plain().replace('.', ",")
    }

    fn parts(self) -> (u64, String) {
        let scale = SCALE as u64;
        let decimals = format!("{:0MAX_DECIMALS$}", self.0 % scale);
        (self.0 / scale, decimals.trim_end_matches('0').to_owned())
    }

    /// Approximate value, for charts.
    pub fn approximate(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }
}

/// « 20 275,17 ».
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, decimals) = self.parts();
        f.write_str(&format_number(units))?;
        if decimals.is_empty() { Ok(()) } else { write!(f, ",{decimals}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_files_are_read_and_formatted() {
        for (text, plain, shown) in [
            ("1.1172", "1.1172", "1,1172"),
            ("10.9780", "10.978", "10,978"),
            ("136", "136", "136"),
            ("136.00", "136", "136"),
            ("0.57", "0.57", "0,57"),
            ("000.5", "0.5", "0,5"),
            ("20275.17", "20275.17", "20\u{202f}275,17"),
            ("372274", "372274", "372\u{202f}274"),
            ("999999999999.999999", "999999999999.999999", "999\u{202f}999\u{202f}999\u{202f}999,999999"),
        ] {
            let number = Decimal::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((number.plain().as_str(), number.to_string().as_str()), (plain, shown));
            assert_eq!(Decimal::parse(plain), Some(number));
        }
        for text in ["", ".", "1.", ".5", "-1", "+1", "1,5", "1e3", "N/A", "1.0000001", "1000000000000", "１"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn typed_numbers_are_read() {
        for (text, plain) in [("655,957", "655.957"), ("1 234,5", "1234.5"), (" 12.25 ", "12.25"), ("7", "7")]
        {
            assert_eq!(Decimal::parse_typed(text).map(Decimal::plain).as_deref(), Some(plain), "{text}");
        }
        for text in ["", "abc", "1 23", "1,2,3", "-1", "12 USD"] {
            assert_eq!(Decimal::parse_typed(text), None, "{text}");
        }
    }

    #[test]
    fn quotients_are_rounded_half_up() {
        let number = |text| Decimal::parse(text).expect("a number");
        for (dividend, divisor, hundredths) in [
            ("100", "1.1172", Some(8951)),
            ("1", "8", Some(13)),
            ("1", "3", Some(33)),
            ("0.01", "2", Some(1)),
            ("0.01", "2.01", Some(0)),
            ("1", "0", None),
            ("999999999999", "0.000001", None),
        ] {
            assert_eq!(
                number(dividend).divided_in_hundredths(number(divisor)),
                hundredths,
                "{dividend}/{divisor}"
            );
        }
    }
}
