//! The access self-check (mission §1): its form, its reference, and what each finding means.

use serde::{Deserialize, Serialize};

use crate::company::CompanyNumber;
use crate::crockford::{ALPHABET, check_symbol, symbols, value_of};
use crate::eori::Eori;
use crate::form::{FieldDefinition, FormDefinition, Kind};
use crate::problem::Problem;
use crate::siren::Siren;
use crate::siret::Siret;
use crate::text::{checked_text, without_spacing};

/// Days during which a self-check is kept for the assistance (ours).
pub const KEPT_DAYS: u64 = 30;

/// A clock further than this from the server's makes codes of applications fail and certificates look out of date, in
/// seconds.
pub const CLOCK_TOLERANCE: i64 = 60;

/// What the person may type; the rest is observed.
pub fn form() -> FormDefinition {
    let fields = vec![
        FieldDefinition::new(
            "numero",
            "Numéro à vérifier (SIREN, SIRET ou EORI)",
            Kind::ShortText { max: CompanyNumber::MAX_LENGTH },
        )
        .hint("Exemples\u{a0}: 732 829 320, 732 829 320 00074, FR 732 829 320 00074. Il n’est pas conservé."),
        FieldDefinition::new("frappe", "Tapez quelques lettres minuscules", Kind::ShortText { max: 20 })
            .hint("Sans la touche Maj\u{a0}: nous verrons si le verrouillage des majuscules est actif. Elles ne sont pas conservées.")
            .autocomplete("off"),
    ];
    FormDefinition::new("auto-controle", fields)
}

/// What a self-check is called on the telephone: `7F3K-9M2T`, seven random symbols and one that tells a slip.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference(String);

checked_text!(Reference);

const RANDOM_SYMBOLS: u32 = 7;

impl Reference {
    /// 35 of the random bits are used. Two self-checks may draw the same: the database keeps references unique and the
    /// caller draws again.
    pub fn new(random: u64) -> Self {
        let mut values = symbols(random, RANDOM_SYMBOLS);
        values.push(check_symbol(values.iter().copied()));
        Reference(values.into_iter().map(|value| char::from(ALPHABET[usize::from(value)])).collect())
    }

    /// Case, spaces, hyphens and the usual confusions are without importance.
    ///
    /// Errors: [`Problem::NotADiagnosticReference`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let compact = without_spacing(text).to_ascii_uppercase();
        let values: Option<Vec<u8>> = compact.bytes().filter(|byte| *byte != b'-').map(value_of).collect();
        let values = values.filter(|values| values.len() == RANDOM_SYMBOLS as usize + 1);
        let values = values.ok_or(Problem::NotADiagnosticReference)?;
        let bits =
            values[..RANDOM_SYMBOLS as usize].iter().fold(0, |bits, value| bits << 5 | u64::from(*value));
        let reference = Reference::new(bits);
        let last = ALPHABET[usize::from(values[RANDOM_SYMBOLS as usize])];
        if reference.0.ends_with(char::from(last)) {
            Ok(reference)
        } else {
            Err(Problem::NotADiagnosticReference)
        }
    }

    /// « 7F3K-9M2T ».
    pub fn grouped(&self) -> String {
        let (left, right) = self.0.split_at(4);
        format!("{left}-{right}")
    }
}

/// What a number turned out to be; the number itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sorte", rename_all = "snake_case")]
pub enum NumberVerdict {
    Siren,
    Siret,
    /// `key`: a French number, whose key was checked; of the others only the shape is known.
    Eori {
        key: bool,
    },
    Wrong {
        problem: Problem,
    },
}

impl NumberVerdict {
    /// `None` when nothing was typed.
    pub fn of(typed: &str) -> Option<Self> {
        let compact = without_spacing(typed);
        if compact.is_empty() {
            return None;
        }
        let verdict = if compact.starts_with(|c: char| c.is_ascii_alphabetic()) {
            Eori::parse(&compact).map(|eori| NumberVerdict::Eori { key: eori.is_french() })
        } else if compact.len() <= 9 {
            Siren::parse(&compact).map(|_| NumberVerdict::Siren)
        } else {
            Siret::parse(&compact).map(|_| NumberVerdict::Siret)
        };
        Some(verdict.unwrap_or_else(|problem| NumberVerdict::Wrong { problem }))
    }
}

/// Was the CAPS lock on while this was typed? `None` without any letter.
pub fn is_caps_locked(typed: &str) -> Option<bool> {
    let mut letters = typed.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek()?;
    Some(letters.all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_back_however_they_are_typed() {
        for random in [0, 1, 12_345_678_901, u64::MAX] {
            let reference = Reference::new(random);
            assert_eq!(reference.as_str().len(), 8);
            assert_eq!(Reference::parse(&reference.grouped().to_lowercase()).as_ref(), Ok(&reference));
            assert_eq!(Reference::parse(&reference.as_str().replace('0', "o")).as_ref(), Ok(&reference));
        }
        let good = Reference::new(0x3_9a_4c_71_5d);
        for index in 0..8 {
            let mut slip = good.as_str().as_bytes().to_vec();
            slip[index] = if slip[index] == b'7' { b'8' } else { b'7' };
            let slip = String::from_utf8(slip).expect("ASCII");
            assert_eq!(Reference::parse(&slip), Err(Problem::NotADiagnosticReference), "{slip}");
        }
        for text in ["", "7F3K", "7F3K9M2TT", "é7F3K9M2", "UUUUUUUU"] {
            assert!(Reference::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_told_apart() {
        let wrong = |problem| NumberVerdict::Wrong { problem };
        for (typed, verdict) in [
            (" ", None),
            ("732 829 320", Some(NumberVerdict::Siren)),
            ("732829320 00074", Some(NumberVerdict::Siret)),
            ("fr 732829320 00074", Some(NumberVerdict::Eori { key: true })),
            ("DE1234567", Some(NumberVerdict::Eori { key: false })),
            ("732829321", Some(wrong(Problem::WrongSirenKey))),
            ("12345678912345", Some(wrong(Problem::WrongSiretKey))),
            ("FR1", Some(wrong(Problem::NotAnEori))),
            ("0", Some(wrong(Problem::NotASiren))),
            ("éé", Some(wrong(Problem::NotASiren))),
        ] {
            assert_eq!(NumberVerdict::of(typed), verdict, "{typed}");
        }
    }

    #[test]
    fn capitals_alone_tell_the_lock() {
        for (typed, locked) in
            [("", None), ("12 3", None), ("abc", Some(false)), ("Abc", Some(false)), ("ABC 1", Some(true))]
        {
            assert_eq!(is_caps_locked(typed), locked, "{typed}");
        }
    }
}
