//! SIRET: the number of an establishment, its company's SIREN and five digits.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::siren::Siren;
use crate::text::{checked_text, is_digits, luhn_holds, without_spacing};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

checked_text!(Siret);

/// La Poste has more post offices than Luhn's key leaves numbers: its SIRETs sum to a multiple of five
/// instead (INSEE), but for its head office.
const LA_POSTE: &str = "356000000";

impl Siret {
    /// Spaces are ignored. Errors: [`Problem::NotASiret`], [`Problem::WrongSiretKey`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits = without_spacing(text);
        if digits.len() != 14 || !is_digits(&digits) {
            return Err(Problem::NotASiret);
        }
        if !key_holds(&digits) {
            return Err(Problem::WrongSiretKey);
        }
        Ok(Siret(digits))
    }

    /// The company the establishment belongs to.
    pub fn siren(&self) -> Siren {
        Siren::of_siret(&self.0)
    }

    /// Is it an establishment of this company?
    pub fn is_of(&self, siren: &Siren) -> bool {
        self.0.starts_with(siren.as_str())
    }

    /// « 732 829 320 00074 », with no-break spaces.
    pub fn grouped(&self) -> String {
        let mut shown = self.siren().grouped();
        shown.push('\u{a0}');
        shown.push_str(&self.0[9..]);
        shown
    }
}

fn key_holds(digits: &str) -> bool {
    if !digits.starts_with(LA_POSTE) {
        return luhn_holds(digits) && luhn_holds(&digits[..9]);
    }
    let sum: u32 = digits.bytes().map(|byte| u32::from(byte - b'0')).sum();
    sum.is_multiple_of(5) || luhn_holds(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_siren() {
        let siret = Siret::parse("732 829 320 00074").expect("a SIRET");
        assert_eq!(siret.as_str(), "73282932000074");
        assert_eq!(siret.siren(), Siren::parse("732829320").expect("a SIREN"));
        assert_eq!(siret.grouped(), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert!(siret.is_of(&siret.siren()));
    }

    #[test]
    fn la_poste() {
        for good in ["35600000000048", "35600000049837", "35600000009075"] {
            assert!(Siret::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Siret::parse("35600000000002"), Err(Problem::WrongSiretKey));
    }

    #[test]
    fn refuses() {
        for (text, problem) in [
            ("", Problem::NotASiret),
            ("7328293200007", Problem::NotASiret),
            ("7328293200007X", Problem::NotASiret),
            ("732829320-00074", Problem::NotASiret),
            ("73282932000075", Problem::WrongSiretKey),
            // The example of the 2005 registration form.
            ("12345678912345", Problem::WrongSiretKey),
        ] {
            assert_eq!(Siret::parse(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn travels_as_text() {
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
