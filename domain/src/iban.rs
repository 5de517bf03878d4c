//! IBAN: bank account number with two check digits modulo 97 (ISO 13616).

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::{checked_text, grouped};
use crate::typed_text::compact_unlabelled;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(String);

checked_text!(Iban);

/// Country code and IBAN length of each SEPA country (SWIFT registry), the only ones that a French direct
/// debit or transfer can reach.
const LENGTHS: &str = "AD24AL28AT20BE16BG22CH21CY28CZ24DE22DK18EE20ES24FI18FR27GB22GI23GR27HR21HU28IE22IS26IT27\
                       LI21LT20LU20LV21MC27MD24ME22MK19MT31NL18NO15PL28PT25RO24RS22SE24SI19SK24SM27VA22";

impl Iban {
    /// Ignores spaces, dots, dashes and a leading `IBAN`; converts letters to upper case.
    ///
    /// Errors: [`Problem::NotAnIban`], [`Problem::WrongIbanCheckDigits`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let compact = compact_unlabelled(text, &["IBAN"]);
        if !compact.bytes().all(|b| b.is_ascii_alphanumeric()) || length_of(&compact) != Some(compact.len()) {
            return Err(Problem::NotAnIban);
        }
        if remainder(&compact) != Some(1) {
            return Err(Problem::WrongIbanCheckDigits);
        }
        Ok(Iban(compact))
    }

    /// Formats the number in groups of four, with no-break spaces: « FR76 3000 … ».
    pub fn grouped(&self) -> String {
        grouped(&self.0, 4)
    }

    /// Masks the number except the country, the check digits and the last three characters.
    pub fn masked(&self) -> String {
        let mut masked = self.0[..4].to_owned();
        masked.push_str("\u{a0}••••\u{a0}••••\u{a0}");
        masked.push_str(&self.0[self.0.len() - 3..]);
        masked
    }
}

fn length_of(iban: &str) -> Option<usize> {
    let country = iban.get(..2)?.as_bytes();
    let entry = LENGTHS.as_bytes().chunks_exact(4).find(|entry| entry.starts_with(country))?;
    Some(usize::from(entry[2] - b'0') * 10 + usize::from(entry[3] - b'0'))
}

/// Computes the number modulo 97, with the first four characters moved last and A = 10, B = 11 and so on.
fn remainder(iban: &str) -> Option<u32> {
    let (head, tail) = (iban.get(..4)?, iban.get(4..)?);
    let mut rest = 0;
    for c in tail.chars().chain(head.chars()) {
        let value = c.to_digit(36)?;
        rest = (rest * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_ibans_are_accepted() {
        for text in ["de89370400440532013000", "BE68\u{a0}5390 0754 7034"] {
            assert!(Iban::parse(text).is_ok(), "{text}");
        }
        let iban = Iban::parse("FR7630006000011234567890189").expect("an IBAN");
        assert_eq!(iban.grouped(), "FR76 3000 6000 0112 3456 7890 189".replace(' ', "\u{a0}"));
        assert_eq!(iban.masked(), "FR76\u{a0}••••\u{a0}••••\u{a0}189");
    }

    #[test]
    fn copied_notations_are_normalised() {
        for text in [
            "FR76 3000 6000 0112 3456 7890 189",
            "IBAN FR76 3000 6000 0112 3456 7890 189",
            "IBAN\u{a0}: fr76\u{202f}3000\u{2007}6000 0112 3456 7890 189",
            "Iban:FR7630006000011234567890189",
            "FR76-3000-6000-0112-3456-7890-189",
            "FR76.3000.6000.0112.3456.7890.189",
            "FR76–3000–6000–0112–3456–7890–189",
            "FR76‑3000‑6000‑0112‑3456‑7890‑189",
            "\u{202a}FR76\u{200b}30006000011234567890189\u{202c}\u{feff}",
            "FR76 3000\r\n6000 0112 3456\t7890 189",
        ] {
            let read = Iban::parse(text).map(String::from);
            assert_eq!(read.as_deref(), Ok("FR7630006000011234567890189"), "{text:?}");
        }
    }

    #[test]
    fn invalid_ibans_are_refused() {
        for (text, problem) in [
            ("", Problem::NotAnIban),
            ("FR", Problem::NotAnIban),
            ("É", Problem::NotAnIban),
            ("FR763000600001123456789018", Problem::NotAnIban),
            ("US7630006000011234567890189", Problem::NotAnIban),
            ("FR7630006000011234567890188", Problem::WrongIbanCheckDigits),
            ("FR7630006000011234567891089", Problem::WrongIbanCheckDigits),
        ] {
            assert_eq!(Iban::parse(text), Err(problem), "{text:?}");
        }
    }
}
