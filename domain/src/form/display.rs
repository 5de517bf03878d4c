use super::answers::Answers;
use super::choices::{Choices, List};
use super::dates::{parse_date, parse_month, parse_quarter, period_names};
use super::definition::FieldDefinition;
use super::kind::Kind;
use super::normal::normal_value;
use crate::amount::Amount;
use crate::calendar::{french_date, french_month};
use crate::country;
use crate::decimal::Decimal;
use crate::french;
use crate::iban::Iban;
use crate::siret::Siret;

/// Formats an answer for reading (summary, receipt, conversation): one text per value. Empty for an
/// unanswered field, a secret or a file.
pub fn display_values(field: &FieldDefinition, answers: &Answers, choices: &dyn Choices) -> Vec<String> {
    if field.kind.is_secret() || field.kind == Kind::File || !field.is_applicable(answers) {
        return Vec::new();
    }
    if field.kind == Kind::Period {
        return display_period(field, answers);
    }
    let values = answers.all(&field.name).iter().map(|value| normal_value(&field.kind, value));
    values
        .filter(|value| !value.is_empty())
        .map(|value| display_value(&field.kind, &value, choices).unwrap_or(value))
        .collect()
}

/// Formats one value in normal form. Returns `None` if it is displayed as it is.
fn display_value(kind: &Kind, value: &str, choices: &dyn Choices) -> Option<String> {
    match kind {
        Kind::Choice { options } => Some(options.iter().find(|option| option.value == value)?.label.clone()),
        Kind::Checkbox => Some("Oui".to_owned()),
        Kind::Date => parse_date(value).map(french_date),
        Kind::Month => parse_month(value).map(french_month),
        Kind::Quarter => parse_quarter(value).map(|(year, quarter)| {
            format!("{quarter}{} trimestre {year}", if quarter == 1 { "er" } else { "e" })
        }),
        Kind::Amount => Amount::parse(value).ok().map(|amount| amount.to_string()),
        Kind::Number => Decimal::parse_typed(value).map(|number| number.to_string()),
        Kind::Siret => label_in_list(choices, List::Sirets, value)
            .or_else(|| Siret::parse(value).ok().map(|siret| siret.grouped())),
        Kind::Creance { .. } => label_in_list(choices, List::Creances, value),
        Kind::Mandat => label_in_list(choices, List::Mandats, value),
        Kind::Iban => Iban::parse(value).ok().map(|iban| iban.grouped()),
        Kind::Country => country::name(value).map(str::to_owned),
        _ => None,
    }
}

/// Label of `value` in a list of the company.
fn label_in_list(choices: &dyn Choices, list: List, value: &str) -> Option<String> {
    Some(choices.options(list)?.iter().find(|option| option.value == value)?.label.clone())
}

fn display_period(field: &FieldDefinition, answers: &Answers) -> Vec<String> {
    let [start, end] = period_names(&field.name).map(|name| parse_month(answers.text(&name)));
    match (start, end) {
        (Some(start), Some(end)) if start == end => vec![french_month(start)],
        (Some(start), Some(end)) => {
            vec![format!("{} à {}", french::with_de(&french_month(start)), french_month(end))]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ChoiceOption;
    use crate::reference_format::ReferenceFormat;

    struct Lists(Vec<ChoiceOption>);

    impl Choices for Lists {
        fn options(&self, list: List) -> Option<&[ChoiceOption]> {
            (list == List::Mandats).then_some(&self.0)
        }
    }

    fn displayed(kind: Kind, value: &str) -> Vec<String> {
        let field = FieldDefinition::new("champ", "Champ", kind);
        let lists = Lists(vec![ChoiceOption::new("RUM-1", "Compte principal")]);
        display_values(&field, &Answers::from_iter([("champ", value)]), &lists)
    }

    #[test]
    fn values_are_formatted() {
        let options = vec![ChoiceOption::new("carte", "Carte bancaire")];
        for (kind, typed, expected) in [
            (Kind::Choice { options }, "carte", "Carte bancaire"),
            (Kind::Date, "2026-11-01", "1er\u{a0}novembre 2026"),
            (Kind::Month, "2026-11", "novembre 2026"),
            (Kind::Quarter, "2026-T1", "1er trimestre 2026"),
            (Kind::Quarter, "2026-T3", "3e trimestre 2026"),
            (Kind::Amount, "1234.5", "1\u{202f}234,50\u{a0}€"),
            (Kind::Siret, "73282932000074", "732\u{a0}829\u{a0}320\u{a0}00074"),
            (Kind::Mandat, "RUM-1", "Compte principal"),
            (Kind::Mandat, "RUM-2", "RUM-2"),
            (Kind::Country, "FR", "France"),
            (Kind::Checkbox, "oui", "Oui"),
            (Kind::ShortText { max: 10 }, " libre ", "libre"),
            (Kind::ShortText { max: 10 }, "li\u{200b}bre\u{a0}", "libre"),
            (Kind::Amount, "1.234,56 EUR", "1\u{202f}234,56\u{a0}€"),
            (
                Kind::Reference { format: ReferenceFormat::Declaration },
                "26fr 0000 1234 5678 a9",
                "26FR000012345678A9",
            ),
            (Kind::Reference { format: ReferenceFormat::CreditTrigo }, "trg–2026 004512", "TRG-2026-004512"),
            (Kind::Nomenclature, "2208.30.11", "22083011"),
            (Kind::Phone, "tel:06‑12‑34‑56‑78", "+33612345678"),
            (Kind::Date, "22.11.2026", "22\u{a0}novembre 2026"),
        ] {
            assert_eq!(displayed(kind, typed), [expected]);
        }
        for kind in [Kind::Password, Kind::Code, Kind::RecoveryCode, Kind::File] {
            assert!(displayed(kind, "123456").is_empty());
        }
        assert!(displayed(Kind::Date, "").is_empty());
    }

    #[test]
    fn periods_are_formatted() {
        let field = FieldDefinition::new("periode", "Période", Kind::Period);
        let between = |start, end| {
            display_values(&field, &Answers::from_iter([("periode_debut", start), ("periode_fin", end)]), &())
        };
        assert_eq!(between("2026-01", "2026-03"), ["de janvier 2026 à mars 2026"]);
        assert_eq!(between("2026-04", "2026-08"), ["d’avril 2026 à août 2026"]);
        assert_eq!(between("2026-01", "01/2026"), ["janvier 2026"]);
        assert!(between("2026-01", "").is_empty());
    }
}
