use serde::{Deserialize, Serialize};

use crate::reference_format::ReferenceFormat;

/// Kind of answer of a field. Each kind has one check, one renderer and one display format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// One line, at most `max` characters.
    ShortText {
        max: usize,
    },
    /// First or last name of a person, at most `max` characters, without the address of a site.
    PersonName {
        max: usize,
    },
    /// Several lines, at most `max` characters.
    LongText {
        max: usize,
    },
    /// One option of a closed list.
    Choice {
        options: Vec<ChoiceOption>,
    },
    /// A checkbox.
    #[serde(rename = "tick")]
    Checkbox,
    /// `AAAA-MM-JJ`, as `<input type=date>` sends it.
    Date,
    /// `AAAA-MM`.
    Month,
    /// Two months, sent as `<name>_debut` and `<name>_fin`.
    Period,
    /// `AAAA-Tn`.
    Quarter,
    /// Euros and cents, in French or plain notation.
    Amount,
    /// A number above zero, with a decimal comma or point.
    Number,
    /// A SIRET of the chosen SIREN, from a list.
    Siret,
    /// At most `max` references of créances of the SIREN, from a list or typed.
    Creance {
        max: usize,
    },
    /// A mandat of the SIREN, from a list.
    Mandat,
    Iban,
    /// A reference in one of the administration's formats.
    Reference {
        format: ReferenceFormat,
    },
    /// 8 or 10 digits of the tariff.
    Nomenclature,
    /// ISO 3166 alpha-2 code, from a list.
    Country,
    Phone,
    Mobile,
    Email,
    /// Identifiant of the portal.
    Login,
    /// A new password.
    NewPassword,
    /// Confirmation of the field named `of`.
    Repeat {
        of: String,
    },
    /// An existing password, compared but not validated.
    Password,
    /// A code of six digits.
    Code,
    /// One of the ten recovery codes that replace a lost second factor.
    RecoveryCode,
    /// SIREN, SIRET or customs number; a wrong check digit causes a warning, never an error (mission §2.1).
    CompanyNumber,
    /// A file added at the attachments step.
    File,
}

/// An option of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    pub value: String,
    pub label: String,
}

impl ChoiceOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        ChoiceOption { value: value.into(), label: label.into() }
    }

    /// Creates an option without label, enough for the check in the browser.
    pub(super) fn unlabelled(value: &str) -> Self {
        ChoiceOption { value: value.to_owned(), label: String::new() }
    }
}
