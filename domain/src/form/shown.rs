use super::{
    Answers, Choices, FieldDefinition, Kind, List, parse_date, parse_month, parse_quarter, period_names,
};
use crate::amount::Amount;
use crate::calendar::{french_date, french_month};
use crate::country;
use crate::iban::Iban;
use crate::siret::Siret;
use crate::text::without_spacing;

/// An answer as a person reads it again (summary, receipt, conversation): one text per value, none when
/// nothing was answered. Secrets and files are never shown this way.
pub fn shown(field: &FieldDefinition, answers: &Answers, choices: &dyn Choices) -> Vec<String> {
    if field.kind.is_secret() || field.kind == Kind::File || !field.is_asked(answers) {
        return Vec::new();
    }
    if field.kind == Kind::Period {
        return shown_period(field, answers);
    }
    let values = answers.all(&field.name).iter().map(|value| value.trim()).filter(|value| !value.is_empty());
    values.map(|value| shown_value(&field.kind, value, choices).unwrap_or_else(|| value.to_owned())).collect()
}

/// Nothing when the value is best shown as it was typed.
fn shown_value(kind: &Kind, value: &str, choices: &dyn Choices) -> Option<String> {
    match kind {
        Kind::Choice { options } => Some(options.iter().find(|option| option.value == value)?.label.clone()),
        Kind::Tick => Some("Oui".to_owned()),
        Kind::Date => parse_date(value).map(french_date),
        Kind::Month => parse_month(value).map(french_month),
        Kind::Quarter => parse_quarter(value).map(|(year, quarter)| {
            format!("{quarter}{} trimestre {year}", if quarter == 1 { "er" } else { "e" })
        }),
        Kind::Amount => Amount::parse(value).ok().map(|amount| amount.to_string()),
        Kind::Siret => listed(choices, List::Sirets, &without_spacing(value))
            .or_else(|| Siret::parse(value).ok().map(|siret| siret.grouped())),
        Kind::Creance { .. } => listed(choices, List::Creances, value),
        Kind::Mandat => listed(choices, List::Mandats, value),
        Kind::Iban => Iban::parse(value).ok().map(|iban| iban.grouped()),
        Kind::Country => country::name(value).map(str::to_owned),
        _ => None,
    }
}

fn listed(choices: &dyn Choices, list: List, value: &str) -> Option<String> {
    Some(choices.options(list)?.iter().find(|option| option.value == value)?.label.clone())
}

fn shown_period(field: &FieldDefinition, answers: &Answers) -> Vec<String> {
    let [start, end] = period_names(&field.name).map(|name| parse_month(answers.text(&name)));
    match (start, end) {
        (Some(start), Some(end)) if start == end => vec![french_month(start)],
        (Some(start), Some(end)) => vec![format!("de {} à {}", french_month(start), french_month(end))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ChoiceOption;

    struct Lists(Vec<ChoiceOption>);

    impl Choices for Lists {
        fn options(&self, list: List) -> Option<&[ChoiceOption]> {
            (list == List::Mandats).then_some(&self.0)
        }
    }

    fn one(kind: Kind, value: &str) -> Vec<String> {
        let field = FieldDefinition::new("champ", "Champ", kind);
        let lists = Lists(vec![ChoiceOption::new("RUM-1", "Compte principal")]);
        shown(&field, &Answers::from_iter([("champ", value)]), &lists)
    }

    #[test]
    fn values() {
        let options = vec![ChoiceOption::new("carte", "Carte bancaire")];
        for (kind, typed, read) in [
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
            (Kind::Tick, "oui", "Oui"),
            (Kind::ShortText { max: 10 }, " libre ", "libre"),
        ] {
            assert_eq!(one(kind, typed), [read]);
        }
        for kind in [Kind::Password, Kind::Code, Kind::RecoveryCode, Kind::File] {
            assert!(one(kind, "123456").is_empty());
        }
        assert!(one(Kind::Date, "").is_empty());
    }

    #[test]
    fn periods() {
        let field = FieldDefinition::new("periode", "Période", Kind::Period);
        let between = |start, end| {
            shown(&field, &Answers::from_iter([("periode_debut", start), ("periode_fin", end)]), &())
        };
        assert_eq!(between("2026-01", "2026-03"), ["de janvier 2026 à mars 2026"]);
        assert_eq!(between("2026-01", "01/2026"), ["janvier 2026"]);
        assert!(between("2026-01", "").is_empty());
    }
}
