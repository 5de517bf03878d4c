//! SIREN: the number of a company, nine digits of which the last is Luhn's key.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::{checked_text, grouped, is_digits, luhn_holds, without_spacing};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siren(String);

checked_text!(Siren);

impl Siren {
    /// Spaces are ignored. Errors: [`Problem::NotASiren`], [`Problem::WrongSirenKey`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits = without_spacing(text);
        if digits.len() != 9 || !is_digits(&digits) {
            return Err(Problem::NotASiren);
        }
        if !luhn_holds(&digits) {
            return Err(Problem::WrongSirenKey);
        }
        Ok(Siren(digits))
    }

    /// « 732 829 320 », with no-break spaces.
    pub fn grouped(&self) -> String {
        grouped(&self.0, 3)
    }

    /// For the number that opens a SIRET, whose key is checked as a whole.
    pub(crate) fn of_siret(siret: &str) -> Self {
        Siren(siret[..9].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_spaces_and_shows_groups() {
        let siren = Siren::parse(" 732\u{a0}829 320 ").expect("a SIREN");
        assert_eq!(siren.as_str(), "732829320");
        assert_eq!(siren.grouped(), "732\u{a0}829\u{a0}320");
    }

    #[test]
    fn refuses() {
        for (text, problem) in [
            ("", Problem::NotASiren),
            ("73282932", Problem::NotASiren),
            ("7328293200", Problem::NotASiren),
            ("73282932A", Problem::NotASiren),
            ("٧٣٢٨٢٩٣٢٠", Problem::NotASiren),
            ("732829321", Problem::WrongSirenKey),
        ] {
            assert_eq!(Siren::parse(text), Err(problem), "{text:?}");
        }
    }
}
