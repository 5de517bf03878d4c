//! Checks of references that people copy from customs documents.

use crate::problem::Problem;
use crate::reference_format::ReferenceFormat;
use crate::text::{is_digits, without_spacing};

/// Maximum number of characters, over all formats.
pub const MAX_LENGTH: usize = 35;

/// Checks a reference. Errors: [`Problem::NotAReference`].
pub fn check(label: &str, format: ReferenceFormat, text: &str) -> Result<(), Problem> {
    let text = text.trim();
    let valid = match format {
        ReferenceFormat::CreditTrigo => {
            (6..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        ReferenceFormat::Declaration => is_mrn(text) || is_declaration_number(text),
        ReferenceFormat::Accise => {
            let compact = without_spacing(text);
            compact.len() == 13 && compact.is_char_boundary(2) && {
                let (country, rest) = compact.split_at(2);
                country.eq_ignore_ascii_case("FR") && rest.bytes().all(|b| b.is_ascii_alphanumeric())
            }
        }
        ReferenceFormat::Libre => is_free(text),
    };
    if valid { Ok(()) } else { Err(Problem::NotAReference { label: label.to_owned(), format }) }
}

/// Returns `true` for a valid reference of a créance or mandat, in SEPA characters (EPC230-15).
pub fn is_sepa(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-?:().,'+ _".contains(&b))
        && text.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// Returns `true` for letters, digits, `-` and `/`, the characters of references of acts.
pub fn is_free(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/'))
        && text.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// Returns `true` for an MRN: year, country, 14 characters (regulation 2015/2446, annex B).
fn is_mrn(text: &str) -> bool {
    match text.as_bytes() {
        [y1, y2, c1, c2, rest @ ..] => {
            y1.is_ascii_digit()
                && y2.is_ascii_digit()
                && c1.is_ascii_alphabetic()
                && c2.is_ascii_alphabetic()
                && rest.len() == 14
                && rest.iter().all(u8::is_ascii_alphanumeric)
        }
        _ => false,
    }
}

/// Returns `true` for a declaration number older than the MRN: 4 to 15 characters with at least one digit.
fn is_declaration_number(text: &str) -> bool {
    (4..=15).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && text.bytes().any(|b| b.is_ascii_digit())
}

/// Checks the 8 digits of the combined nomenclature or the 10 of the TARIC. Errors:
/// [`Problem::NotANomenclature`].
pub fn check_nomenclature(text: &str) -> Result<(), Problem> {
    let digits = without_spacing(text);
    if matches!(digits.len(), 8 | 10) && is_digits(&digits) { Ok(()) } else { Err(Problem::NotANomenclature) }
}

/// Checks a code of six digits, ignoring spaces. Errors: [`Problem::NotACode`].
pub fn check_code(text: &str) -> Result<(), Problem> {
    let digits = without_spacing(text);
    if digits.len() == 6 && is_digits(&digits) { Ok(()) } else { Err(Problem::NotACode) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReferenceFormat::{Accise, CreditTrigo, Declaration, Libre};

    #[test]
    fn each_format_is_checked() {
        let long = "x".repeat(36);
        for (format, text, valid) in [
            (CreditTrigo, "TRG-2026-004512", true),
            (CreditTrigo, "TRG", false),
            (CreditTrigo, "TRG_2026_004512", false),
            (Declaration, "26FR000012345678A9", true),
            (Declaration, "IMA 12345", false),
            (Declaration, "IMA-12345", true),
            (Declaration, "2FFR000012345678A9", false),
            (Declaration, "bonjour", false),
            (Accise, "FR012345E6789", true),
            (Accise, "fr 012345 e6789", true),
            (Accise, "DE012345E6789", false),
            (Accise, "FR012345E678", false),
            (Accise, "Fé01234567890", false),
            (Libre, "AC/2026-17", true),
            (Libre, "--/", false),
            (Libre, "<script>", false),
            (Libre, &long, false),
        ] {
            assert_eq!(check("Référence", format, text).is_ok(), valid, "{format:?} {text}");
        }
    }

    #[test]
    fn sepa_references_are_checked() {
        let long = "x".repeat(36);
        for (text, valid) in [
            ("RUM-2026/17+4", true),
            ("CB 100.777", true),
            ("", false),
            (" - ", false),
            ("<b>", false),
            ("créance", false),
            (&long, false),
        ] {
            assert_eq!(is_sepa(text), valid, "{text}");
        }
    }

    #[test]
    fn nomenclature_and_six_digit_codes_are_checked() {
        for text in ["2208 30 11", "2208301100"] {
            assert!(check_nomenclature(text).is_ok(), "{text}");
        }
        for text in ["2208", "220830110", "22O83011"] {
            assert!(check_nomenclature(text).is_err(), "{text}");
        }
        assert!(check_code("123 456").is_ok());
        for text in ["12345", "1234567", "12345a", "१२३४५६"] {
            assert!(check_code(text).is_err(), "{text}");
        }
    }
}
