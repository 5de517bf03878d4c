use serde::{Deserialize, Serialize};

/// The kinds of answer a field can take. Each has one check, one renderer and one way to be shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// One line, at most `max` characters.
    ShortText {
        max: usize,
    },
    /// Several lines, at most `max` characters.
    LongText {
        max: usize,
    },
    /// One of a closed list.
    Choice {
        options: Vec<ChoiceOption>,
    },
    /// A box to tick.
    Tick,
    /// `AAAA-MM-JJ`, as `<input type=date>` sends it.
    Date,
    /// `AAAA-MM`.
    Month,
    /// Two months, sent as `<name>_debut` and `<name>_fin`.
    Period,
    /// `AAAA-Tn`.
    Quarter,
    /// Euros and cents, French or plain notation.
    Amount,
    /// A SIRET of the chosen SIREN, from a list.
    Siret,
    /// References of créances of the SIREN, from a list or typed (at most `max` of them).
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
    /// The portal's identifiant.
    Login,
    /// A password being chosen.
    NewPassword,
    /// The same again: `of` names the field it must repeat.
    Repeat {
        of: String,
    },
    /// A secret that is only compared, never judged.
    Password,
    /// Six digits.
    Code,
    /// One of the ten codes that open an account whose second factor is lost.
    RecoveryCode,
    /// SIREN, SIRET or customs number: a wrong key warns, never blocks (mission §2.1).
    CompanyNumber,
    /// A file added at the attachments step.
    File,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    pub value: String,
    pub label: String,
}

/// Formats of references that a person copies from a customs document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceFormat {
    /// Reference of a TRIGO credit.
    CreditTrigo,
    /// MRN (18 characters) or a declaration number.
    Declaration,
    /// Excise number: `FR` and 11 characters.
    Accise,
    /// An act of cautionnement, a removal credit: letters, digits, `-`, `/`, at most 35 characters.
    Libre,
}

impl ChoiceOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        ChoiceOption { value: value.into(), label: label.into() }
    }

    /// An option known by its value alone, as the browser's check needs it.
    pub(super) fn bare(value: &str) -> Self {
        ChoiceOption { value: value.to_owned(), label: String::new() }
    }
}
