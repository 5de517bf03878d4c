//! Checks the fields of a declaration.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::definition::{Definition, Detail, Kind};
use crate::catalogue::Droit;
use crate::teleservices::sessions::Session;

/// Greatest quantity: ten million units.
const MAX_QUANTITY: i64 = 1_000_000_000;

/// The fields as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Random key of the form.
    pub cle: String,
    pub siret: String,
    pub nature: String,
    pub precision: String,
    pub quantite: String,
}

/// The checked fields.
pub struct Checked {
    pub siret: String,
    pub kind: &'static Kind,
    pub detail: String,
    /// In hundredths of the unit.
    pub quantity: i64,
}

/// Problems by field, as French sentences.
pub type Problems = BTreeMap<&'static str, &'static str>;

/// Checks the fields; the establishment must be one where the person may declare.
///
/// # Errors
/// One problem for each wrong field.
pub fn check(definition: &Definition, session: &Session, typed: &Typed) -> Result<Checked, Problems> {
    let mut problems = Problems::new();
    if !session.may(Droit::Declarer, &typed.siret) {
        problems.insert("siret", "Choisissez un établissement où vous avez le droit de déclarer.");
    }
    let kind = definition.kind(&typed.nature);
    if kind.is_none() {
        problems.insert("nature", "Choisissez une ligne de la liste.");
    }
    let detail = detail(definition.detail, &typed.precision);
    if detail.is_none() {
        problems.insert("precision", wrong_detail(definition.detail));
    }
    let quantity = hundredths(&typed.quantite);
    if quantity.is_none() {
        problems.insert(
            "quantite",
            "Indiquez un nombre positif, avec deux décimales au plus, par exemple 1250,50.",
        );
    }
    match (kind, detail, quantity) {
        (Some(kind), Some(detail), Some(quantity)) if problems.is_empty() => {
            Ok(Checked { siret: typed.siret.clone(), kind, detail, quantity })
        }
        _ => Err(problems),
    }
}

fn wrong_detail(detail: Detail) -> &'static str {
    match detail {
        Detail::Nomenclature => "Indiquez les 8 ou 10 chiffres de la nomenclature.",
        Detail::Month => "Indiquez un mois et une année, par exemple 10/2026.",
        Detail::Quarter => "Indiquez un trimestre et une année, par exemple 3/2026.",
    }
}

/// Returns the detail in its normal form.
fn detail(kind: Detail, typed: &str) -> Option<String> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let parts = match kind {
        Detail::Nomenclature => {
            let digits: String = compact.replace('.', "");
            let is_valid = matches!(digits.len(), 8 | 10) && digits.bytes().all(|c| c.is_ascii_digit());
            return is_valid.then_some(digits);
        }
        Detail::Month => (12, "/"),
        Detail::Quarter => (4, "e trimestre "),
    };
    let (number, year) = compact.split_once('/')?;
    let (number, year): (u32, u32) = (number.parse().ok()?, year.parse().ok()?);
    let is_valid = (1..=parts.0).contains(&number) && (2000..=2100).contains(&year);
    is_valid.then(|| format!("{number:02}{}{year}", parts.1).trim_start_matches('0').to_owned())
}

/// Parses a positive decimal number with a comma or a point, as hundredths.
fn hundredths(typed: &str) -> Option<i64> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, decimals) = compact.split_once([',', '.']).unwrap_or((&compact, ""));
    let all_digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 8
        || decimals.len() > 2
        || !all_digits(whole)
        || !all_digits(decimals)
    {
        return None;
    }
    let value: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
    (1..=MAX_QUANTITY).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_hundredths() {
        for (typed, expected) in [
            ("1250,50", Some(125_050)),
            ("1 250.5", Some(125_050)),
            ("3", Some(300)),
            ("0", None),
            ("-1", None),
            ("1,234", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(hundredths(typed), expected, "{typed}");
        }
    }

    #[test]
    fn details_are_read_in_their_form() {
        let read = |kind, typed| detail(kind, typed);
        assert_eq!(read(Detail::Month, "10/2026").as_deref(), Some("10/2026"));
        assert_eq!(read(Detail::Quarter, " 3 / 2026").as_deref(), Some("3e trimestre 2026"));
        assert_eq!(read(Detail::Nomenclature, "2208 20 29").as_deref(), Some("22082029"));
        for (kind, wrong) in [
            (Detail::Month, "13/2026"),
            (Detail::Quarter, "5/2026"),
            (Detail::Month, "2026"),
            (Detail::Nomenclature, "220820"),
        ] {
            assert_eq!(read(kind, wrong), None, "{wrong}");
        }
    }
}
