//! SIREN: company number, eight digits and a Luhn check digit.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::{checked_text, grouped, is_digits, is_luhn_valid, without_spacing};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siren(String);

checked_text!(Siren);

impl Siren {
    /// Ignores spaces. Errors: [`Problem::NotASiren`], [`Problem::WrongSirenKey`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits = without_spacing(text);
        if digits.len() != 9 || !is_digits(&digits) {
            return Err(Problem::NotASiren);
        }
        if !is_luhn_valid(&digits) {
            return Err(Problem::WrongSirenKey);
        }
        Ok(Siren(digits))
    }

    /// Formats the number with no-break spaces: « 732 829 320 ».
    pub fn grouped(&self) -> String {
        grouped(&self.0, 3)
    }

    /// Returns the SIREN of a valid SIRET, whose check already covers it.
    pub(crate) fn of_siret(siret: &str) -> Self {
        Siren(siret[..9].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_accepted_and_groups_formatted() {
        let siren = Siren::parse(" 732\u{a0}829 320 ").expect("a SIREN");
        assert_eq!(siren.as_str(), "732829320");
        assert_eq!(siren.grouped(), "732\u{a0}829\u{a0}320");
    }

    #[test]
    fn invalid_sirens_are_refused() {
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
