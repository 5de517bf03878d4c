//! MRN (movement reference number): identifies a customs declaration in the European Union.

use crate::problem::Problem;
use crate::text::{checked_text, grouped};
use crate::typed_text::compact_unlabelled;

/// Two digits of the year, two letters of the country, 13 characters and a check digit (regulation (EU) 2015/2446,
/// annex B).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mrn(String);

checked_text!(Mrn);

const LENGTH: usize = 18;

impl Mrn {
    /// Ignores spaces, dots, dashes, case and a leading `MRN`.
    ///
    /// Errors: [`Problem::NotAnMrn`], [`Problem::WrongMrnCheckDigit`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let compact = compact_unlabelled(text, &["MRN"]);
        if !has_structure(&compact) {
            return Err(Problem::NotAnMrn);
        }
        if check_digit(&compact[..LENGTH - 1]) != compact.chars().last() {
            return Err(Problem::WrongMrnCheckDigit);
        }
        Ok(Mrn(compact))
    }

    /// Formats the number with no-break spaces: « 26 FR 0000 1234 5678 A4 ».
    pub fn grouped(&self) -> String {
        format!("{}\u{a0}{}\u{a0}{}", &self.0[..2], &self.0[2..4], grouped(&self.0[4..], 4))
    }
}

/// Returns `true` for a year, a country and 14 letters or digits in upper case, whatever the check digit.
pub(crate) fn has_structure(text: &str) -> bool {
    match text.as_bytes() {
        [y1, y2, c1, c2, rest @ ..] => {
            y1.is_ascii_digit()
                && y2.is_ascii_digit()
                && c1.is_ascii_uppercase()
                && c2.is_ascii_uppercase()
                && rest.len() == LENGTH - 4
                && rest.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        }
        _ => false,
    }
}

/// Returns the check digit of ISO 6346: the sum of the values, each multiplied by two to the power of its position,
/// modulo 11; a remainder of ten is written 0.
fn check_digit(characters: &str) -> Option<char> {
    let values = characters.chars().map(value);
    let sum = values.enumerate().try_fold(0, |sum, (position, value)| Some(sum + (value? << position)))?;
    char::from_digit(sum % 11 % 10, 10)
}

/// Value of a character: digits count as themselves, letters from 10 without the multiples of 11.
fn value(c: char) -> Option<u32> {
    let value = c.to_digit(36)?;
    Some(match value {
        0..=10 => value,
        11..=20 => value + 1,
        21..=30 => value + 2,
        _ => value + 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_notations_are_normalised() {
        for text in [
            "10NL5663962BE1E825",
            "MRN : 10nl 5663 962b e1e8 25",
            "10-NL-5663962BE1E8-25",
            " 10NL5663962BE1E825\n",
        ] {
            let mrn = Mrn::parse(text).expect(text);
            assert_eq!(mrn.as_str(), "10NL5663962BE1E825");
            assert_eq!(mrn.grouped(), "10\u{a0}NL\u{a0}5663\u{a0}962B\u{a0}E1E8\u{a0}25");
        }
    }

    #[test]
    fn letters_count_without_the_multiples_of_eleven() {
        let values: Vec<u32> = ('A'..='Z').filter_map(value).collect();
        let expected: Vec<u32> = (10..=38).filter(|value| value % 11 != 0).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn exchanged_and_mistyped_characters_are_found() {
        for text in ["06DE586600006143E1", "10NL5663962BE1E825", "26FR000012345678A4"] {
            assert!(Mrn::parse(text).is_ok(), "{text}");
        }
        for text in ["06DE856600006143E1", "06DE586600006134E1", "06DE586600006143F1", "06DE58660O006143E1"] {
            assert_eq!(Mrn::parse(text), Err(Problem::WrongMrnCheckDigit), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "26FR",
            "2 6FR00001234567",
            "26FR000012345678A91",
            "FR26000012345678A9",
            "26FR0000é2345678A9",
            "🚢",
        ] {
            assert_eq!(Mrn::parse(text), Err(Problem::NotAnMrn), "{text}");
        }
    }
}
