//! SIRET: establishment number, the SIREN of its company followed by five digits.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::siren::Siren;
use crate::text::{checked_text, is_digits, is_luhn_valid, without_spacing};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

checked_text!(Siret);

/// SIREN of La Poste, which has more establishments than the Luhn check allows: the digits of its SIRETs sum
/// to a multiple of five instead (INSEE), except for the head office.
const LA_POSTE: &str = "356000000";

impl Siret {
    /// Ignores spaces. Errors: [`Problem::NotASiret`], [`Problem::WrongSiretKey`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits = without_spacing(text);
        if digits.len() != 14 || !is_digits(&digits) {
            return Err(Problem::NotASiret);
        }
        if !has_valid_key(&digits) {
            return Err(Problem::WrongSiretKey);
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

fn has_valid_key(digits: &str) -> bool {
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
    fn la_poste_has_its_own_check() {
        for good in ["35600000000048", "35600000049837", "35600000009075"] {
            assert!(Siret::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Siret::parse("35600000000002"), Err(Problem::WrongSiretKey));
    }

    #[test]
    fn invalid_sirets_are_refused() {
        for (text, problem) in [
            ("", Problem::NotASiret),
            ("7328293200007", Problem::NotASiret),
            ("7328293200007X", Problem::NotASiret),
            ("732829320-00074", Problem::NotASiret),
            ("73282932000075", Problem::WrongSiretKey),
            // Example of the 2005 registration form.
            ("12345678912345", Problem::WrongSiretKey),
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
