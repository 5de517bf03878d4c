//! French departments, by their numbers.

use crate::{
    form::{FieldDefinition, FormDefinition, Kind},
    problem::Problem,
    siren::Siren,
    siret::Siret,
    typed_text::compact_unlabelled,
};

/// Name of the only field of [`place_form`].
pub const PLACE: &str = "lieu";

/// Longest text that may hold a postcode, with the town copied with it.
const MAX_LENGTH: usize = 80;

/// Form that asks for a department. The value is read by [`Department::parse`].
pub fn place_form() -> FormDefinition {
    let kind = Kind::ShortText { max: MAX_LENGTH };
    let place = FieldDefinition::new(PLACE, "Département ou code postal de l’établissement", kind)
        .mandatory()
        .hint("Par exemple 76, 2A ou 76600.");
    FormDefinition::new("departement", vec![place])
}

/// A department: « 80 », « 2A », « 974 ».
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Department(String);

/// Labels that are copied with a number, in upper case as far as ASCII goes.
const LABELS: [&str; 5] = ["DéPARTEMENT", "DÉPARTEMENT", "DEPARTEMENT", "CODEPOSTAL", "CP"];

impl Department {
    /// Reads a department or a postcode, as people type them.
    ///
    /// # Errors
    /// [`Problem::NumberWithoutDepartment`] for a SIREN or a SIRET; else [`Problem::NotADepartment`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let number = compact_unlabelled(text, &LABELS);
        if Siret::parse(&number).is_ok() || Siren::parse(&number).is_ok() {
            return Err(Problem::NumberWithoutDepartment);
        }
        let read = match number.len() {
            1 => Self::of_number(&format!("0{number}")),
            2 | 3 => Self::of_number(&number),
            _ => Self::of_address(text),
        };
        read.ok_or(Problem::NotADepartment)
    }

    /// Returns the department of the last postcode in a text, as in a postal address.
    pub fn of_address(text: &str) -> Option<Self> {
        let compact = text.replace(['\u{a0}', '\u{202f}'], " ");
        let words: Vec<&str> =
            compact.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let joined = words.windows(2).map(|pair| pair.concat());
        // « 80 000 » is a postcode in two words.
        let split = joined.zip(&words).filter(|(_, first)| first.len() == 2).map(|(word, _)| word);
        let whole = words.iter().rev().find_map(|word| Self::of_postcode(word));
        whole.or_else(|| split.collect::<Vec<_>>().iter().rev().find_map(|word| Self::of_postcode(word)))
    }

    fn of_postcode(code: &str) -> Option<Self> {
        if code.len() != 5 || !code.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        match code.get(..3)? {
            "200" | "201" => Self::of_number("2A"),
            "202" | "206" => Self::of_number("2B"),
            overseas if overseas.starts_with("97") => Self::of_number(overseas),
            mainland => Self::of_number(mainland.get(..2)?),
        }
    }

    fn of_number(number: &str) -> Option<Self> {
        let is_known = match number {
            "2A" | "2B" | "971" | "972" | "973" | "974" | "975" | "976" => true,
            "20" => false,
            _ => number.len() == 2 && number.parse().is_ok_and(|number: u8| (1..=95).contains(&number)),
        };
        is_known.then(|| Department(number.to_owned()))
    }

    pub fn number(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<String, Problem> {
        Department::parse(text).map(|department| department.number().to_owned())
    }

    #[test]
    fn departments_and_postcodes_are_read_as_typed() {
        for (typed, expected) in [
            ("80", "80"),
            ("1", "01"),
            ("2a", "2A"),
            ("Département : 76", "76"),
            ("76600", "76"),
            ("76 600", "76"),
            (" 76\u{a0}600 Le Havre", "76"),
            ("CP 97420", "974"),
            ("20090", "2A"),
            ("20600 Bastia", "2B"),
        ] {
            assert_eq!(number(typed).as_deref(), Ok(expected), "{typed:?}");
        }
        for typed in ["", "20", "96", "00", "Le Havre", "99000", "1234567"] {
            assert_eq!(number(typed), Err(Problem::NotADepartment), "{typed:?}");
        }
        for typed in ["732 829 320 00074", "732829320", "SIRET : 73282932000074"] {
            assert_eq!(number(typed), Err(Problem::NumberWithoutDepartment), "{typed:?}");
        }
    }

    #[test]
    fn addresses_have_the_department_of_their_postcode() {
        let of = |text| Department::of_address(text).map(|one| one.number().to_owned());
        assert_eq!(of("12 quai Exemple, BP 12345, 76600 Le Havre").as_deref(), Some("76"));
        assert_eq!(of("Quai Exemple, Le Havre"), None);
    }
}
