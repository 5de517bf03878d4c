//! SIREN: company number, eight digits and a Luhn check digit.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::{checked_text, grouped, is_digits, is_luhn_valid};
use crate::typed_text::compact_unlabelled;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siren(String);

checked_text!(Siren);

/// Words that are copied with a SIREN or a VAT number.
const LABELS: [&str; 6] = ["SIREN", "TVA", "VAT", "INTRACOMMUNAUTAIRE", "INTRACOM", "INTRA"];

impl Siren {
    /// Ignores spaces, dots, dashes and a leading `SIREN`. Reads the SIREN of a French VAT number (`FR`, two check
    /// digits, SIREN).
    ///
    /// Errors: [`Problem::NotASiren`], [`Problem::WrongSirenCheckDigit`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let compact = compact_unlabelled(text, &LABELS);
        let digits = of_vat_number(&compact).unwrap_or(&compact).to_owned();
        if digits.len() != 9 || !is_digits(&digits) {
            return Err(Problem::NotASiren);
        }
        if !is_luhn_valid(&digits) {
            return Err(Problem::WrongSirenCheckDigit);
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

/// Returns the SIREN of a French VAT number whose check digits are right: 12 + 3 × SIREN, modulo 97 (code général des
/// impôts, annexe II, article 242 nonies).
fn of_vat_number(compact: &str) -> Option<&str> {
    let (key, siren) = compact.strip_prefix("FR")?.split_at_checked(2)?;
    if siren.len() != 9 || !is_digits(siren) {
        return None;
    }
    let expected = (12 + 3 * (siren.parse::<u32>().ok()? % 97)) % 97;
    (is_digits(key) && key.parse() == Ok(expected)).then_some(siren)
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
    fn copied_notations_are_normalised() {
        for (text, siren) in [
            ("732.829.320", "732829320"),
            ("732-829-320", "732829320"),
            ("732–829‑320", "732829320"),
            ("732\u{202f}829\u{2007}320", "732829320"),
            ("\u{202a}732829320\u{202c}", "732829320"),
            ("\u{feff}732\u{200b}829\u{ad}320", "732829320"),
            ("SIREN : 732 829 320", "732829320"),
            ("N° SIREN\u{a0}: 732 829 320", "732829320"),
            ("FR40303265045", "303265045"),
            ("fr 40 303 265 045", "303265045"),
            ("N° TVA intracommunautaire : FR 40 303.265.045", "303265045"),
        ] {
            assert_eq!(Siren::parse(text).as_ref().map(Siren::as_str), Ok(siren), "{text:?}");
        }
    }

    #[test]
    fn invalid_sirens_are_refused() {
        for (text, problem) in [
            ("", Problem::NotASiren),
            ("73282932", Problem::NotASiren),
            ("7328293200", Problem::NotASiren),
            ("73282932A", Problem::NotASiren),
            ("٧٣٢٨٢٩٣٢٠", Problem::NotASiren),
            ("732829321", Problem::WrongSirenCheckDigit),
            ("FR41303265045", Problem::NotASiren),
            ("FR40303265046", Problem::NotASiren),
            ("FRé0303265045", Problem::NotASiren),
            ("DE303265045", Problem::NotASiren),
        ] {
            assert_eq!(Siren::parse(text), Err(problem), "{text:?}");
        }
    }
}
