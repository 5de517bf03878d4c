//! Name of a company and the numbers that identify it.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::siren::Siren;
use crate::siret::Siret;
use crate::text::checked_text;
use crate::typed_text;

/// Raison sociale, as sent by a co-owner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RaisonSociale(String);

checked_text!(RaisonSociale);

impl RaisonSociale {
    pub const MAX_LENGTH: usize = 200;

    /// Normalises the name as one line. Errors: [`Problem::Missing`], [`Problem::TooLong`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (text, label) = (typed_text::line(text), || "Raison sociale".to_owned());
        if text.is_empty() {
            return Err(Problem::Missing { label: label() });
        }
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(Problem::TooLong { label: label(), max: Self::MAX_LENGTH });
        }
        Ok(RaisonSociale(text))
    }
}

/// « N° SIREN - SIRET - DOUANE » of the registration form. A wrong check digit causes a warning, never an
/// error; the number is stored as unverified (mission §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompanyNumber {
    Siren(Siren),
    Siret(Siret),
    /// Anything else: a customs number, or a SIREN or SIRET with a wrong check digit.
    Unverified(String),
}

impl CompanyNumber {
    pub const MAX_LENGTH: usize = 60;

    /// Recognises the kind of number. A French EORI number (`FR` and a SIRET) is read as its SIRET, a French VAT number
    /// as its SIREN.
    pub fn read(text: &str) -> CompanyNumber {
        let compact = typed_text::compact_unlabelled(text, &["EORI"]);
        let digits = compact.strip_prefix("FR").unwrap_or(&compact);
        if let Ok(siret) = Siret::parse(digits) {
            CompanyNumber::Siret(siret)
        } else if let Ok(siren) = Siren::parse(&compact).or_else(|_| Siren::parse(digits)) {
            CompanyNumber::Siren(siren)
        } else {
            CompanyNumber::Unverified(typed_text::line(text))
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            CompanyNumber::Siren(siren) => siren.as_str(),
            CompanyNumber::Siret(siret) => siret.as_str(),
            CompanyNumber::Unverified(text) => text,
        }
    }

    pub fn is_verified(&self) -> bool {
        !matches!(self, CompanyNumber::Unverified(_))
    }

    /// Warning to display next to an unverified number.
    pub fn warning(&self) -> Option<&'static str> {
        (!self.is_verified()).then_some(
            "Ce numéro n’a pas pu être vérifié\u{a0}: corrigez-le si besoin. Il sera enregistré comme «\u{a0}non \
             vérifié\u{a0}».",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raison_sociale_is_trimmed_and_checked() {
        assert_eq!(
            RaisonSociale::parse(" Îlot des Épices ").as_ref().map(RaisonSociale::as_str),
            Ok("Îlot des Épices")
        );
        assert_eq!(
            RaisonSociale::parse("\u{feff}Îlot\u{a0}des \u{200b}Épices\u{1}")
                .as_ref()
                .map(RaisonSociale::as_str),
            Ok("Îlot des Épices")
        );
        for text in ["", "  ", "\u{200b}", &"x".repeat(201)] {
            assert!(RaisonSociale::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn company_numbers_are_recognised() {
        for (text, number, verified) in [
            ("732 829 320", "732829320", true),
            ("732 829 320 00074", "73282932000074", true),
            ("FR73282932000074", "73282932000074", true),
            ("EORI : FR 732 829 320 00074", "73282932000074", true),
            ("SIRET : 732.829.320‑00074", "73282932000074", true),
            ("732.829.320", "732829320", true),
            ("\u{202a}732829320\u{202c}", "732829320", true),
            ("FR 732 829 320", "732829320", true),
            ("FR40303265045", "303265045", true),
            ("TVA\u{a0}: FR 40 303 265 045", "303265045", true),
            ("FR41303265045", "FR41303265045", false),
            ("DOUANE\u{a0}\u{200b}42", "DOUANE 42", false),
            ("12345678912345", "12345678912345", false),
            ("DOUANE 42", "DOUANE 42", false),
        ] {
            let read = CompanyNumber::read(text);
            assert_eq!(
                (read.as_str(), read.is_verified(), read.warning().is_none()),
                (number, verified, verified)
            );
        }
    }
}
