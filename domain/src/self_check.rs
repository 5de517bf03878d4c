//! Access self-check (mission §1): form, reference and verification of a typed number.

use serde::{Deserialize, Serialize};

use crate::company::CompanyNumber;
use crate::crockford::{ALPHABET, check_symbol, symbols, value_of};
use crate::eori::Eori;
use crate::form::{FieldDefinition, FormDefinition, Kind};
use crate::problem::Problem;
use crate::siren::Siren;
use crate::siret::Siret;
use crate::text::checked_text;
use crate::typed_text::{compact, compact_unlabelled};

/// Number of days that a self-check is stored for the assistance (our choice).
pub const RETENTION_DAYS: u64 = 30;

/// Maximum difference between the clocks of the browser and the server, in seconds: beyond it TOTP codes fail
/// and certificates appear expired.
pub const CLOCK_TOLERANCE: i64 = 60;

/// Form with the two optional inputs; the other checks need none.
pub fn form() -> FormDefinition {
    let fields = vec![
        FieldDefinition::new(
            "numero",
            "Numéro à vérifier (SIREN, SIRET ou EORI)",
            Kind::ShortText { max: CompanyNumber::MAX_LENGTH },
        )
        .hint(
            "Exemples\u{a0}: 732\u{a0}829\u{a0}320, 732\u{a0}829\u{a0}320\u{a0}00074, \
               FR\u{a0}732\u{a0}829\u{a0}320\u{a0}00074. Ce numéro n’est pas conservé.",
        ),
        FieldDefinition::new("frappe", "Saisissez quelques lettres minuscules", Kind::ShortText { max: 20 })
            .hint(
                "Sans la touche Maj, pour vérifier le verrouillage des majuscules. Ces lettres ne sont \
                   pas conservées.",
            )
            .autocomplete("off"),
    ];
    FormDefinition::new("auto-controle", fields)
}

/// Reference of a self-check for use over the telephone, `7F3K-9M2T`: seven random and one check symbol.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference(String);

checked_text!(Reference);

const RANDOM_SYMBOLS: u32 = 7;

impl Reference {
    /// Uses the low 35 bits of `random`. The database enforces uniqueness; on a collision the caller
    /// generates another reference.
    pub fn new(random: u64) -> Self {
        let mut values = symbols(random, RANDOM_SYMBOLS);
        values.push(check_symbol(values.iter().copied()));
        Reference(values.into_iter().map(|value| char::from(ALPHABET[usize::from(value)])).collect())
    }

    /// Parses a typed reference. Ignores case, spaces and hyphens; accepts O for 0, and I or L for 1.
    ///
    /// Errors: [`Problem::NotASelfCheckReference`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let values: Option<Vec<u8>> = compact(text).to_ascii_uppercase().bytes().map(value_of).collect();
        let values = values.filter(|values| values.len() == RANDOM_SYMBOLS as usize + 1);
        let values = values.ok_or(Problem::NotASelfCheckReference)?;
        let bits =
            values[..RANDOM_SYMBOLS as usize].iter().fold(0, |bits, value| bits << 5 | u64::from(*value));
        let reference = Reference::new(bits);
        let last = ALPHABET[usize::from(values[RANDOM_SYMBOLS as usize])];
        if reference.0.ends_with(char::from(last)) {
            Ok(reference)
        } else {
            Err(Problem::NotASelfCheckReference)
        }
    }

    /// Formats the reference in two groups: « 7F3K-9M2T ».
    pub fn grouped(&self) -> String {
        let (left, right) = self.0.split_at(4);
        format!("{left}-{right}")
    }
}

/// Result of checking a number; the number itself is not stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sorte", rename_all = "snake_case")]
pub enum NumberVerdict {
    Siren,
    Siret,
    /// `key`: `true` for a French number, whose check digits are verified; otherwise only the format is.
    Eori {
        key: bool,
    },
    Wrong {
        problem: Problem,
    },
}

impl NumberVerdict {
    /// Checks a typed number. Returns `None` if it is empty. Of a French VAT number, the SIREN is checked.
    pub fn of(typed: &str) -> Option<Self> {
        let compact = compact_unlabelled(typed, &["EORI", "SIRET", "SIREN", "TVA"]);
        if compact.is_empty() {
            return None;
        }
        if Siren::parse(&compact).is_ok() {
            return Some(NumberVerdict::Siren);
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

/// Returns `Some(true)` if Caps Lock was on while `typed` was entered, `None` if it contains no letter.
pub fn is_caps_locked(typed: &str) -> Option<bool> {
    let mut letters = typed.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek()?;
    Some(letters.all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_parse_back_and_typing_errors_are_detected() {
        for random in [0, 1, 12_345_678_901, u64::MAX] {
            let reference = Reference::new(random);
            assert_eq!(reference.as_str().len(), 8);
            assert_eq!(Reference::parse(&reference.grouped().to_lowercase()).as_ref(), Ok(&reference));
            assert_eq!(Reference::parse(&reference.as_str().replace('0', "o")).as_ref(), Ok(&reference));
        }
        let good = Reference::new(0x3_9a_4c_71_5d);
        for index in 0..8 {
            let mut wrong = good.as_str().as_bytes().to_vec();
            wrong[index] = if wrong[index] == b'7' { b'8' } else { b'7' };
            let wrong = String::from_utf8(wrong).expect("ASCII");
            assert_eq!(Reference::parse(&wrong), Err(Problem::NotASelfCheckReference), "{wrong}");
        }
        for text in ["", "7F3K", "7F3K9M2TT", "é7F3K9M2", "UUUUUUUU"] {
            assert!(Reference::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn kind_of_number_is_recognised() {
        let wrong = |problem| NumberVerdict::Wrong { problem };
        for (typed, verdict) in [
            (" ", None),
            ("732 829 320", Some(NumberVerdict::Siren)),
            ("732829320 00074", Some(NumberVerdict::Siret)),
            ("fr 732829320 00074", Some(NumberVerdict::Eori { key: true })),
            ("DE1234567", Some(NumberVerdict::Eori { key: false })),
            ("SIRET : 732.829.320-00074", Some(NumberVerdict::Siret)),
            ("\u{202a}732‑829–320\u{202c}", Some(NumberVerdict::Siren)),
            ("FR40303265045", Some(NumberVerdict::Siren)),
            ("EORI FR73282932000074", Some(NumberVerdict::Eori { key: true })),
            ("\u{feff}\u{200b}", None),
            ("732829321", Some(wrong(Problem::WrongSirenCheckDigit))),
            ("12345678912345", Some(wrong(Problem::WrongSiretCheckDigit))),
            ("FR1", Some(wrong(Problem::NotAnEori))),
            ("0", Some(wrong(Problem::NotASiren))),
            ("éé", Some(wrong(Problem::NotASiren))),
        ] {
            assert_eq!(NumberVerdict::of(typed), verdict, "{typed}");
        }
    }

    #[test]
    fn caps_lock_is_detected_from_letters() {
        for (typed, locked) in
            [("", None), ("12 3", None), ("abc", Some(false)), ("Abc", Some(false)), ("ABC 1", Some(true))]
        {
            assert_eq!(is_caps_locked(typed), locked, "{typed}");
        }
    }
}
