//! Normal form of answers: what is checked, stored and read by agents, however a value was typed or copied.

use super::dates::{parse_date, parse_month, parse_quarter};
use super::kind::Kind;
use super::reference;
use crate::amount::Amount;
use crate::company::CompanyNumber;
use crate::decimal::Decimal;
use crate::email::Email;
use crate::iban::Iban;
use crate::login::Login;
use crate::phone::{Mobile, Phone};
use crate::recovery_code::RecoveryCode;
use crate::siret::Siret;
use crate::typed_text;

/// Returns a value without the marks that mean nothing in it; a password unchanged.
pub fn clean_value(kind: &Kind, value: &str) -> String {
    match kind {
        Kind::NewPassword | Kind::Repeat { .. } | Kind::Password => value.to_owned(),
        Kind::LongText { .. } => typed_text::lines(value),
        _ => typed_text::line(value),
    }
}

/// Returns a value in the normal form of its kind: digits only, capitals, `AAAA-MM-JJ`… An invalid value is only cleaned.
pub fn normal_value(kind: &Kind, value: &str) -> String {
    let clean = clean_value(kind, value);
    normal(kind, &clean).unwrap_or(clean)
}

fn normal(kind: &Kind, value: &str) -> Option<String> {
    match kind {
        Kind::Date => parse_date(value).map(|date| date.to_string()),
        Kind::Month | Kind::Period => {
            parse_month(value).map(|month| format!("{:04}-{:02}", month.year(), month.month()))
        }
        Kind::Quarter => parse_quarter(value).map(|(year, quarter)| format!("{year:04}-T{quarter}")),
        Kind::Amount => Amount::parse(value).ok().map(Amount::to_input),
        Kind::Number => Decimal::parse_typed(value).map(Decimal::to_input),
        Kind::Siret => Siret::parse(value).ok().map(String::from),
        Kind::Iban => Iban::parse(value).ok().map(String::from),
        Kind::Creance { .. } | Kind::Mandat => Some(reference::normal_sepa(value)),
        Kind::Reference { format } => reference::normal(*format, value),
        Kind::Nomenclature => reference::normal_nomenclature(value),
        Kind::Phone => Phone::parse(value).ok().map(String::from),
        Kind::Mobile => Mobile::parse(value).ok().map(String::from),
        Kind::Email => Email::parse(value).ok().map(String::from),
        Kind::Login => Login::parse(value).ok().map(String::from),
        Kind::Code => Some(typed_text::compact(value)),
        Kind::RecoveryCode => RecoveryCode::parse(value).ok().map(|code| code.as_str().to_owned()),
        Kind::CompanyNumber if !value.is_empty() => Some(CompanyNumber::read(value).as_str().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference_format::ReferenceFormat;

    #[test]
    fn every_kind_has_one_normal_form() {
        let reference = |format| Kind::Reference { format };
        for (kind, typed, normal) in [
            (Kind::ShortText { max: 50 }, "\u{feff}Créance\u{a0}n° 12\u{200b}\tbis ", "Créance n° 12 bis"),
            (
                Kind::LongText { max: 50 },
                "Un\u{b}deux\u{1e}trois\u{85}qua\u{ad}tre\r\n",
                "Un\ndeux\ntrois\nquatre",
            ),
            (Kind::Date, "22.11.2026", "2026-11-22"),
            (Kind::Month, "novembre 2026", "2026-11"),
            (Kind::Number, " 1 234.50 ", "1234,5"),
            (Kind::Period, "11/2026", "2026-11"),
            (Kind::Quarter, "T3 2026", "2026-T3"),
            (Kind::Amount, "1.234,56 €", "1234,56"),
            (Kind::Amount, "12,50 EUR", "12,50"),
            (Kind::Siret, "732.829.320‑00074", "73282932000074"),
            (Kind::Iban, "IBAN fr76-3000-6000-0112-3456-7890-189", "FR7630006000011234567890189"),
            (Kind::Creance { max: 2 }, "CR–2026\u{a0}7", "CR-2026 7"),
            (reference(ReferenceFormat::Declaration), "26fr 0000 1234 5678 a9", "26FR000012345678A9"),
            (reference(ReferenceFormat::CreditTrigo), "TRG 2026 004512", "TRG-2026-004512"),
            (Kind::Nomenclature, "2208.30.11", "22083011"),
            (Kind::Phone, "tel:+33612345678", "+33612345678"),
            (Kind::Mobile, "06‑12‑34‑56‑78", "+33612345678"),
            (Kind::Email, "mailto:Alix@Exemple.fr", "alix@exemple.fr"),
            (Kind::Login, "\u{200b}Alix ", "alix"),
            (Kind::Code, "123\u{202f}456", "123456"),
            (Kind::RecoveryCode, "mzxw 6ytb–ojtg 633c", "MZXW6YTBOJTG633C"),
            (Kind::CompanyNumber, "FR 40 303 265 045", "303265045"),
            (Kind::CompanyNumber, "", ""),
            (Kind::Password, " é\u{200b} ", " é\u{200b} "),
            // Invalid values stay as typed, for correction.
            (Kind::Amount, "\u{200b}12 34", "12 34"),
            (Kind::Iban, "IBAN FR76", "IBAN FR76"),
            (Kind::Date, "demain", "demain"),
        ] {
            let found = normal_value(&kind, typed);
            assert_eq!(found, normal, "{kind:?} {typed:?}");
            assert_eq!(normal_value(&kind, &found), normal, "normalising twice changes nothing: {kind:?}");
        }
    }
}
