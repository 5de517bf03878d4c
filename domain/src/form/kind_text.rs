//! Text form of a [`Kind`], which the renderer writes in the `data-check` attribute and the browser parses.

use std::fmt;
use std::str::FromStr;

use super::kind::{ChoiceOption, Kind};
use crate::reference_format::ReferenceFormat;

/// The text is not a known kind: the page and the WebAssembly module come from different builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownKind;

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown kind of field")
    }
}

impl std::error::Error for UnknownKind {}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Kind::ShortText { .. } => "short_text",
            Kind::PersonName { .. } => "person_name",
            Kind::LongText { .. } => "long_text",
            Kind::Choice { .. } => "choice",
            Kind::Checkbox => "tick",
            Kind::Date => "date",
            Kind::Month => "month",
            Kind::Period => "period",
            Kind::Quarter => "quarter",
            Kind::Amount => "amount",
            Kind::Number => "number",
            Kind::Siret => "siret",
            Kind::Creance { .. } => "creance",
            Kind::Mandat => "mandat",
            Kind::Iban => "iban",
            Kind::Reference { .. } => "reference",
            Kind::Nomenclature => "nomenclature",
            Kind::Country => "country",
            Kind::Phone => "phone",
            Kind::Mobile => "mobile",
            Kind::Email => "email",
            Kind::Login => "login",
            Kind::NewPassword => "new_password",
            Kind::Repeat { .. } => "repeat",
            Kind::Password => "password",
            Kind::Code => "code",
            Kind::RecoveryCode => "recovery_code",
            Kind::CompanyNumber => "company_number",
            Kind::File => "file",
        }
    }
}

impl ReferenceFormat {
    const ALL: [ReferenceFormat; 4] = [
        ReferenceFormat::CreditTrigo,
        ReferenceFormat::Declaration,
        ReferenceFormat::Accise,
        ReferenceFormat::Libre,
    ];

    const fn name(self) -> &'static str {
        match self {
            ReferenceFormat::CreditTrigo => "credit_trigo",
            ReferenceFormat::Declaration => "declaration",
            ReferenceFormat::Accise => "accise",
            ReferenceFormat::Libre => "libre",
        }
    }
}

/// Writes `short_text:120`, `amount`, `repeat:mot_de_passe`, `choice:carte|virement`; omits option labels.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Kind::ShortText { max }
            | Kind::PersonName { max }
            | Kind::LongText { max }
            | Kind::Creance { max } => write!(f, ":{max}"),
            Kind::Repeat { of } => write!(f, ":{of}"),
            Kind::Reference { format } => write!(f, ":{}", format.name()),
            Kind::Choice { options } => {
                for (index, option) in options.iter().enumerate() {
                    f.write_str(if index == 0 { ":" } else { "|" })?;
                    f.write_str(&option.value)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let (name, detail) = text.split_once(':').unwrap_or((text, ""));
        let max = || detail.parse::<usize>().map_err(|_| UnknownKind);
        let kind = match name {
            "short_text" => Kind::ShortText { max: max()? },
            "person_name" => Kind::PersonName { max: max()? },
            "long_text" => Kind::LongText { max: max()? },
            "creance" => Kind::Creance { max: max()? },
            "choice" => Kind::Choice { options: detail.split('|').map(ChoiceOption::unlabelled).collect() },
            "repeat" => Kind::Repeat { of: detail.to_owned() },
            "reference" => {
                let mut formats = ReferenceFormat::ALL.into_iter();
                let format = formats.find(|format| format.name() == detail).ok_or(UnknownKind)?;
                Kind::Reference { format }
            }
            _ => return SIMPLE.iter().find(|kind| kind.name() == text).cloned().ok_or(UnknownKind),
        };
        Ok(kind)
    }
}

/// Kinds without parameters.
const SIMPLE: [Kind; 22] = [
    Kind::Checkbox,
    Kind::Date,
    Kind::Month,
    Kind::Period,
    Kind::Quarter,
    Kind::Amount,
    Kind::Number,
    Kind::Siret,
    Kind::Mandat,
    Kind::Iban,
    Kind::Nomenclature,
    Kind::Country,
    Kind::Phone,
    Kind::Mobile,
    Kind::Email,
    Kind::Login,
    Kind::NewPassword,
    Kind::Password,
    Kind::Code,
    Kind::RecoveryCode,
    Kind::CompanyNumber,
    Kind::File,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_parses_back() {
        let mut kinds = SIMPLE.to_vec();
        kinds.extend(ReferenceFormat::ALL.map(|format| Kind::Reference { format }));
        kinds.extend([
            Kind::ShortText { max: 120 },
            Kind::PersonName { max: 80 },
            Kind::LongText { max: 4000 },
            Kind::Creance { max: 20 },
            Kind::Repeat { of: "mot_de_passe".to_owned() },
            Kind::Choice { options: ["carte", "virement"].map(ChoiceOption::unlabelled).to_vec() },
        ]);
        for kind in kinds {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
    }

    #[test]
    fn text_form_is_stable_and_unknown_text_refused() {
        for text in
            ["short_text:120", "amount", "repeat:mot_de_passe", "choice:a|b", "reference:libre", "code"]
        {
            assert_eq!(text.parse::<Kind>().map(|kind| kind.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "short_text", "short_text:x", "amount:3", "reference:", "inconnu"] {
            assert_eq!(text.parse::<Kind>(), Err(UnknownKind), "{text}");
        }
    }
}
