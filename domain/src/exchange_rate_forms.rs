//! Forms of the exchange rates.

use crate::currency;
use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};
use crate::month::Month;

/// Conversion of an amount on a date. `currencies`: codes of the currencies that have rates.
pub fn conversion<'a>(currencies: impl IntoIterator<Item = &'a str>) -> FormDefinition {
    let fields = vec![
        FieldDefinition::new("montant", "Montant", Kind::Number).mandatory(),
        FieldDefinition::new("devise", "Devise", Kind::Choice { options: options(currencies) }).mandatory(),
        FieldDefinition::new("date", "Date d’acceptation de la déclaration", Kind::Date).mandatory(),
    ];
    FormDefinition::new("conversion", fields)
}

/// A national rate, for editors. `currencies`: codes of those without quotation.
pub fn national_rate<'a>(
    currencies: impl IntoIterator<Item = &'a str>,
    months: impl IntoIterator<Item = Month>,
) -> FormDefinition {
    let months = months.into_iter().map(|month| ChoiceOption::new(month.code(), month.to_string())).collect();
    let fields = vec![
        FieldDefinition::new("devise", "Devise", Kind::Choice { options: options(currencies) }).mandatory(),
        FieldDefinition::new("mois", "Mois d’application", Kind::Choice { options: months }).mandatory(),
        FieldDefinition::new("taux", "Taux", Kind::Number)
            .mandatory()
            .hint("Nombre d’unités de la devise pour un euro. Exemple\u{a0}: 119,3317."),
        FieldDefinition::new("note", "Source, ou motif de la correction", Kind::ShortText { max: 200 })
            .mandatory()
            .hint("Publiée avec le taux."),
    ];
    FormDefinition::new("taux-national", fields)
}

fn options<'a>(currencies: impl IntoIterator<Item = &'a str>) -> Vec<ChoiceOption> {
    let option = |code: &str| ChoiceOption::new(code, label(code));
    currencies.into_iter().map(option).collect()
}

/// Formats a currency with its code: « USD – dollar des États-Unis ».
pub fn label(code: &str) -> String {
    match currency::name(code) {
        Some(name) => format!("{code} – {name}"),
        None => code.to_owned(),
    }
}
