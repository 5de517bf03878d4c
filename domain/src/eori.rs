//! EORI: the number that identifies an operator for customs in the European Union.

use crate::country;
use crate::problem::Problem;
use crate::siret::Siret;
use crate::text::checked_text;
use crate::typed_text::compact_unlabelled;

/// Two-letter country code and at most 15 letters or digits (regulation (EU) 2015/2446, annex B); in France,
/// `FR` and a SIRET.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Eori(String);

checked_text!(Eori);

/// Northern Ireland, whose operators trade goods under Union rules; not an ISO 3166 country code.
const NORTHERN_IRELAND: &str = "XI";

const MAX_AFTER_COUNTRY: usize = 15;

impl Eori {
    /// Ignores spaces, dots, dashes, case and a leading `EORI`. For a foreign number only the format is checked.
    ///
    /// Errors: [`Problem::NotAnEori`]; [`Problem::WrongSiretCheckDigit`] for a wrong French check digit.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let compact = compact_unlabelled(text, &["EORI"]);
        let (country, rest) = compact.split_at_checked(2).ok_or(Problem::NotAnEori)?;
        let known = country::is_code(country) || country == NORTHERN_IRELAND;
        let plain = (1..=MAX_AFTER_COUNTRY).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !known || !plain {
            return Err(Problem::NotAnEori);
        }
        if country == "FR" {
            Siret::parse(rest).map_err(|problem| match problem {
                Problem::NotASiret => Problem::NotAnEori,
                other => other,
            })?;
        }
        Ok(Eori(compact))
    }

    /// Returns `true` for a French number, the only kind whose check digits can be verified.
    pub fn is_french(&self) -> bool {
        self.0.starts_with("FR")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_checked() {
        for (text, expected) in [
            ("FR73282932000074", Ok("FR73282932000074")),
            ("fr 732 829 320 00074", Ok("FR73282932000074")),
            ("DE1234567", Ok("DE1234567")),
            ("xi123456789000", Ok("XI123456789000")),
            ("FR73282932000075", Err(Problem::WrongSiretCheckDigit)),
            ("FR7328293200007", Err(Problem::NotAnEori)),
            ("DE1234567890123456", Err(Problem::NotAnEori)),
            ("DE", Err(Problem::NotAnEori)),
            ("QQ1234", Err(Problem::NotAnEori)),
            ("DE12-34567", Ok("DE1234567")),
            ("EORI : FR 732.829.320‑00074", Ok("FR73282932000074")),
            ("\u{202a}FR732\u{2007}829\u{202f}320\u{a0}00074\u{202c}", Ok("FR73282932000074")),
            ("FR/73282932000074", Err(Problem::NotAnEori)),
            ("é1", Err(Problem::NotAnEori)),
            ("", Err(Problem::NotAnEori)),
        ] {
            assert_eq!(Eori::parse(text).map(String::from), expected.map(str::to_owned), "{text}");
        }
    }
}
