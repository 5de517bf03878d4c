use serde::{Deserialize, Serialize};

use crate::crockford::{ALPHABET, check_symbol, symbols, value_of};
use crate::problem::Problem;
use crate::text::checked_text;
use crate::typed_text::compact_unlabelled;

/// Number of a question, printed on the receipt and dictated over the telephone: `Q-2026-7F3K9M`.
///
/// Year, five random symbols and a check symbol in Crockford's alphabet (no I, L, O, U). It identifies a
/// question but grants no access.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

checked_text!(Reference);

const RANDOM_SYMBOLS: u32 = 5;

impl Reference {
    /// Supported years.
    pub const YEARS: std::ops::RangeInclusive<i16> = 2000..=2999;

    /// Clamps `year` to [`Reference::YEARS`] and uses the low 25 bits of `random`. The database enforces
    /// uniqueness; on a collision the caller generates another number.
    pub fn new(year: i16, random: u32) -> Self {
        let year = year.clamp(*Self::YEARS.start(), *Self::YEARS.end());
        let symbols = symbols(u64::from(random), RANDOM_SYMBOLS);
        let mut text = format!("Q-{year:04}-");
        for symbol in symbols.iter().chain([&check_symbol_of(year, &symbols)]) {
            text.push(char::from(ALPHABET[usize::from(*symbol)]));
        }
        Reference(text)
    }

    /// Parses a typed number. Ignores case, spaces, dashes and a leading `N°`; accepts O for 0, and I or L for 1.
    ///
    /// Errors: [`Problem::NotAQuestionNumber`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read(text).ok_or(Problem::NotAQuestionNumber)
    }
}

fn read(text: &str) -> Option<Reference> {
    let compact = compact_unlabelled(text, &[]);
    let (b'Q', [y1, y2, y3, y4, symbols @ ..]) = compact.as_bytes().split_first()? else { return None };
    let digits = [*y1, *y2, *y3, *y4].map(|b| if b == b'O' { b'0' } else { b });
    if symbols.len() != RANDOM_SYMBOLS as usize + 1 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let year = digits.iter().fold(0_i16, |sum, b| sum * 10 + i16::from(b - b'0'));
    let values = symbols.iter().map(|b| value_of(*b)).collect::<Option<Vec<u8>>>()?;
    let (check, random) = values.split_last()?;
    if !Reference::YEARS.contains(&year) || check_symbol_of(year, random) != *check {
        return None;
    }
    let bits = random.iter().fold(0_u32, |bits, value| bits << 5 | u32::from(*value));
    Some(Reference::new(year, bits))
}

/// Computes the check symbol over the year and the random symbols, so that a wrong year is detected too.
fn check_symbol_of(year: i16, random: &[u8]) -> u8 {
    let year = [(year >> 5 & 31) as u8, (year & 31) as u8];
    check_symbol(year.iter().chain(random).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_parses_back() {
        for random in [0, 1, 31, 12_345_678, 0x1ff_ffff, u32::MAX] {
            let reference = Reference::new(2026, random);
            assert_eq!(reference.as_str().len(), 13);
            assert!(reference.as_str().starts_with("Q-2026-"));
            assert_eq!(Reference::parse(reference.as_str()), Ok(reference));
        }
    }

    #[test]
    fn typing_variants_are_accepted() {
        let reference = Reference::new(2026, 0);
        assert_eq!(reference.as_str()[7..12], *"00000");
        for typed in [
            reference.as_str().to_lowercase(),
            reference.as_str().replace('-', " "),
            reference.as_str().replace('0', "O"),
            reference.as_str().replace('-', ""),
            reference.as_str().replace('-', "–"),
            reference.as_str().replace('-', "\u{2011}"),
            format!("\u{feff}n° {}\u{200b} ", reference.as_str()),
        ] {
            assert_eq!(Reference::parse(&typed).as_ref(), Ok(&reference), "{typed}");
        }
    }

    #[test]
    fn one_wrong_or_swapped_symbol_is_detected() {
        let reference = Reference::new(2026, 0x0_9a_4c_71);
        let good = reference.as_str().as_bytes();
        for index in 7..13 {
            for symbol in ALPHABET.iter().filter(|symbol| **symbol != good[index]) {
                let mut wrong = good.to_vec();
                wrong[index] = *symbol;
                let wrong = String::from_utf8(wrong).expect("ASCII");
                assert_eq!(Reference::parse(&wrong), Err(Problem::NotAQuestionNumber), "{wrong}");
            }
        }
        for index in 7..12 {
            let mut wrong = good.to_vec();
            wrong.swap(index, index + 1);
            if wrong != good {
                let wrong = String::from_utf8(wrong).expect("ASCII");
                assert_eq!(Reference::parse(&wrong), Err(Problem::NotAQuestionNumber), "{wrong}");
            }
        }
        assert!(Reference::parse(&reference.as_str().replace("2026", "2027")).is_err());
    }

    #[test]
    fn invalid_numbers_are_refused() {
        for text in [
            "",
            "Q",
            "Q-2026-",
            "Q-2026-7F3K9",
            "R-2026-7F3K9M",
            "Q-2026-7F3K9Ué",
            "Q-20é6-7F3K9",
            "Q-1026-00000G",
        ] {
            assert_eq!(Reference::parse(text), Err(Problem::NotAQuestionNumber), "{text}");
        }
    }
}
