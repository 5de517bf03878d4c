//! SIRET: establishment number, the SIREN of its company followed by five digits.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::siren::Siren;
use crate::text::{checked_text, is_digits, is_luhn_valid};
use crate::typed_text::compact_unlabelled;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

checked_text!(Siret);

/// SIREN of La Poste, which has more establishments than the Luhn check allows: the digits of its SIRETs sum
/// to a multiple of five instead (INSEE), except for the head office.
const LA_POSTE: &str = "356000000";

impl Siret {
    /// Ignores spaces, dots, dashes and a leading `SIRET`. Errors: [`Problem::NotASiret`],
    /// [`Problem::WrongSiretCheckDigit`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits = compact_unlabelled(text, &["SIRET"]);
        if digits.len() != 14 || !is_digits(&digits) {
            return Err(Problem::NotASiret);
        }
        if !has_valid_check_digit(&digits) {
            return Err(Problem::WrongSiretCheckDigit);
        }
        Ok(Siret(digits))
    }

    /// Returns the SIREN of the company.
    pub fn siren(&self) -> Siren {
        Siren::of_siret(&self.0)
    }

    /// Returns `true` if the establishment belongs to this company.
    pub fn is_of(&self, siren: &Siren) -> bool {
        self.0.starts_with(siren.as_str())
    }

    /// Formats the number with no-break spaces: « 732 829 320 00074 ».
    pub fn grouped(&self) -> String {
        let mut text = self.siren().grouped();
        text.push('\u{a0}');
        text.push_str(&self.0[9..]);
        text
    }
}

fn has_valid_check_digit(digits: &str) -> bool {
    if !digits.starts_with(LA_POSTE) {
        return is_luhn_valid(digits) && is_luhn_valid(&digits[..9]);
    }
    let sum: u32 = digits.bytes().map(|byte| u32::from(byte - b'0')).sum();
    sum.is_multiple_of(5) || is_luhn_valid(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siren_is_extracted() {
        let siret = Siret::parse("732 829 320 00074").expect("a SIRET");
        assert_eq!(siret.as_str(), "73282932000074");
        assert_eq!(siret.siren(), Siren::parse("732829320").expect("a SIREN"));
        assert_eq!(siret.grouped(), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert!(siret.is_of(&siret.siren()));
    }

    #[test]
    fn copied_notations_are_normalised() {
        for text in [
            "732829320-00074",
            "732.829.320.00074",
            "732 829 320‑00074",
            "732\u{a0}829\u{202f}320\u{2007}00074",
            "SIRET : 732 829 320 00074",
            "n° SIRET\u{a0}: 732829320 00074",
            "\u{202a}73282932000074\u{202c}",
            "\u{feff}732829320\u{200b}00074\u{2060}",
        ] {
            assert_eq!(Siret::parse(text).as_ref().map(Siret::as_str), Ok("73282932000074"), "{text:?}");
        }
    }

    #[test]
    fn la_poste_has_its_own_check() {
        for good in ["35600000000048", "35600000049837", "35600000009075"] {
            assert!(Siret::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Siret::parse("35600000000002"), Err(Problem::WrongSiretCheckDigit));
    }

    #[test]
    fn invalid_sirets_are_refused() {
        for (text, problem) in [
            ("", Problem::NotASiret),
            ("7328293200007", Problem::NotASiret),
            ("7328293200007X", Problem::NotASiret),
            ("73282932000075", Problem::WrongSiretCheckDigit),
            // Example of the 2005 registration form.
            ("12345678912345", Problem::WrongSiretCheckDigit),
        ] {
            assert_eq!(Siret::parse(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn deserialisation_checks_the_number() {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};
        let read = |text: &'static str| {
            let text: StrDeserializer<'static, Error> = text.into_deserializer();
            Siret::deserialize(text)
        };
        assert!(read("73282932000074").is_ok());
        assert!(read("73282932000075").is_err());
    }
}
