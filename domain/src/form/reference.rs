//! Checks of references that people copy from customs documents.

use crate::mrn;
use crate::problem::Problem;
use crate::reference_format::ReferenceFormat;
use crate::text::is_digits;
use crate::typed_text::{self, compact, compact_unlabelled, is_dash, is_filler};

/// Maximum number of characters, over all formats.
pub const MAX_LENGTH: usize = 35;

/// Checks a reference. Errors: [`Problem::NotAReference`].
pub fn check(label: &str, format: ReferenceFormat, text: &str) -> Result<(), Problem> {
    match normal(format, text) {
        Some(_) => Ok(()),
        None => Err(Problem::NotAReference { label: label.to_owned(), format }),
    }
}

/// Returns the reference as it is stored and read by agents, in capitals; `None` if it is invalid.
pub fn normal(format: ReferenceFormat, text: &str) -> Option<String> {
    match format {
        ReferenceFormat::CreditTrigo => Some(hyphenated(text)).filter(|text| is_trigo(text)),
        ReferenceFormat::Declaration => Some(compact_unlabelled(text, &["MRN"]))
            .filter(|text| mrn::has_structure(text))
            .or_else(|| Some(hyphenated(text)).filter(|text| is_declaration_number(text))),
        ReferenceFormat::Accise => {
            Some(compact_unlabelled(text, &["ACCISE"])).filter(|text| is_excise_number(text))
        }
        ReferenceFormat::Libre => Some(hyphenated(text)).filter(|text| is_free(text)),
    }
}

/// Replaces spaces, dots and dashes of any kind by one `-` between two characters, and removes them elsewhere; converts
/// to upper case. Real references contain no space: office programs and lines of a table add it.
fn hyphenated(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut pending = false;
    for c in without_label(&typed_text::line(text)).chars() {
        if is_filler(c) {
            pending = true;
            continue;
        }
        if pending && c != '/' && !joined.is_empty() && !joined.ends_with('/') {
            joined.push('-');
        }
        joined.push(c.to_ascii_uppercase());
        pending = false;
    }
    joined
}

/// Removes the words that are copied with a reference: « N° », « Réf. : », « Référence : ». `REF-2026` is a reference.
fn without_label(line: &str) -> &str {
    let end = line.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, 'é' | 'É'))).unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let known = match word {
        "N" | "n" => rest.starts_with(['°', 'º']),
        "Réf" | "réf" | "RÉF" | "Ref" | "ref" | "REF" | "Référence" | "référence" | "RÉFÉRENCE" => {
            rest.starts_with(['.', ':'])
        }
        _ => false,
    };
    if known { rest.trim_start_matches(['°', 'º', '.', ':', ' ']) } else { line }
}

/// Returns a reference of a créance or mandat in SEPA characters, as the administration writes it: ordinary spaces, hyphens
/// and apostrophes.
pub fn normal_sepa(text: &str) -> String {
    let line = typed_text::line(text);
    let replaced = line.chars().map(|c| match c {
        '’' => '\'',
        _ if is_dash(c) => '-',
        _ => c,
    });
    replaced.collect()
}

fn is_trigo(text: &str) -> bool {
    (6..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Returns `true` for `FR` and 11 letters or digits.
fn is_excise_number(text: &str) -> bool {
    text.len() == 13 && text.starts_with("FR") && text.bytes().all(|b| b.is_ascii_alphanumeric())
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

/// Returns `true` for a declaration number older than the MRN: 4 to 15 characters with at least one digit.
fn is_declaration_number(text: &str) -> bool {
    (4..=15).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && text.bytes().any(|b| b.is_ascii_digit())
}

/// Checks the 8 digits of the combined nomenclature or the 10 of the TARIC. Errors:
/// [`Problem::NotANomenclature`].
pub fn check_nomenclature(text: &str) -> Result<(), Problem> {
    normal_nomenclature(text).map(drop).ok_or(Problem::NotANomenclature)
}

/// Returns the digits of a nomenclature, without points, spaces and a leading `NC`.
pub fn normal_nomenclature(text: &str) -> Option<String> {
    Some(compact_unlabelled(text, &["NC", "CN", "TARIC"]))
        .filter(|digits| matches!(digits.len(), 8 | 10) && is_digits(digits))
}

/// Checks a code of six digits, ignoring spaces and dashes. Errors: [`Problem::NotACode`].
pub fn check_code(text: &str) -> Result<(), Problem> {
    let digits = compact(text);
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
            (Declaration, "IMA 12345", true),
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
    fn copied_references_are_normalised() {
        for (format, text, expected) in [
            (CreditTrigo, "TRG 2026 004512", "TRG-2026-004512"),
            (CreditTrigo, "trg–2026–004512", "TRG-2026-004512"),
            (CreditTrigo, "TRG‑2026‑004512", "TRG-2026-004512"),
            (CreditTrigo, " TRG - 2026\u{a0}–\u{202f}004512 ", "TRG-2026-004512"),
            (CreditTrigo, "\u{202a}TRG-2026\u{200b}-004512\u{202c}", "TRG-2026-004512"),
            (CreditTrigo, "TRG.2026.004512", "TRG-2026-004512"),
            (CreditTrigo, "Réf. : TRG 2026 004512", "TRG-2026-004512"),
            (CreditTrigo, "N° TRG-2026-004512", "TRG-2026-004512"),
            (Libre, "N-2026-17", "N-2026-17"),
            (Libre, "REF 2026-17", "REF-2026-17"),
            (Declaration, "26FR 0000 1234 5678 A9", "26FR000012345678A9"),
            (Declaration, "26fr000012345678a9", "26FR000012345678A9"),
            (Declaration, "MRN : 26FR-0000-1234-5678-A9", "26FR000012345678A9"),
            (Declaration, "26FR\u{a0}0000\u{202f}1234\u{2007}5678‑A9", "26FR000012345678A9"),
            (Declaration, "\u{feff}26FR0000\u{ad}12345678A9\u{2060}", "26FR000012345678A9"),
            (Declaration, "ima – 12345", "IMA-12345"),
            (Accise, "fr 012345 e6789", "FR012345E6789"),
            (Accise, "FR-012345‑E6789", "FR012345E6789"),
            (Accise, "N° accise : FR 012.345.E6789", "FR012345E6789"),
            (Libre, "AC / 2026 – 17", "AC/2026-17"),
            (Libre, "ac/2026‑17", "AC/2026-17"),
            (Libre, "AC 2026\u{a0}17", "AC-2026-17"),
        ] {
            assert_eq!(normal(format, text).as_deref(), Some(expected), "{format:?} {text:?}");
        }
        assert_eq!(normal_sepa(" RUM–2026\u{a0}17\u{200b}’4 "), "RUM-2026 17'4");
        for text in
            ["2208.30.11", "2208 30 11", "2208‑30–11", "NC 2208 30 11", "\u{202a}2208\u{2007}3011\u{202c}"]
        {
            assert_eq!(normal_nomenclature(text).as_deref(), Some("22083011"), "{text:?}");
        }
        for text in ["123-456", "123\u{a0}456", "\u{feff}123456\u{200b}", "123‑456"] {
            assert!(check_code(text).is_ok(), "{text:?}");
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
