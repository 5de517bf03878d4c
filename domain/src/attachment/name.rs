//! File names: sanitized, composed, and cut between letters.

use crate::typed_text;

/// Maximum number of characters of a file name, extension included.
pub const MAX_NAME: usize = 120;

/// Sanitizes a file name for storage, display and download: no path, no control, bidirectional or meaningless invisible
/// character, no name reserved by a file system. Returns `None` if no name with an extension is left.
///
/// The server also composes letters and accents (NFC) and cuts the name to [`MAX_NAME`] characters. The browser, which
/// only displays the name, does neither.
pub fn clean_name(name: &str) -> Option<String> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let printable: String = base.chars().filter(|c| !c.is_control()).collect();
    let clean: String = typed_text::line(&printable)
        .chars()
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '-' } else { c })
        .collect();
    let clean = clean.trim_end_matches(['.', ' ']);
    let (stem, extension) = clean.rsplit_once('.')?;
    let stem = stem.trim().trim_start_matches(['.', ' ']);
    if stem.is_empty()
        || !(1..=10).contains(&extension.len())
        || !extension.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        return None;
    }
    let prefix = if is_reserved(stem) { "_" } else { "" };
    let room = MAX_NAME - 1 - extension.len() - prefix.len();
    Some(format!("{prefix}{}.{extension}", cut(stem, room).trim_end()))
}

/// Returns the longest start of the text that has at most `max` characters and does not end inside a letter or an emoji.
#[cfg(feature = "unicode")]
fn cut(text: &str, max: usize) -> &str {
    use unicode_segmentation::UnicodeSegmentation;
    let mut count = 0;
    let mut end = 0;
    for (start, letter) in text.grapheme_indices(true) {
        count += letter.chars().count();
        if count > max {
            break;
        }
        end = start + letter.len();
    }
    if end > 0 { &text[..end] } else { first_characters(text, max) }
}

/// Returns the whole text: the browser has no table of letters made of several characters.
#[cfg(not(feature = "unicode"))]
fn cut(text: &str, _: usize) -> &str {
    text
}

/// For a letter that alone has more than `max` characters.
#[cfg(feature = "unicode")]
fn first_characters(text: &str, max: usize) -> &str {
    let end = text.char_indices().nth(max).map_or(text.len(), |(index, _)| index);
    &text[..end]
}

/// Device names that Windows opens instead of the file, whatever the extension.
fn is_reserved(stem: &str) -> bool {
    let device = stem.split('.').next().unwrap_or_default().trim_end();
    let bytes = device.as_bytes();
    match bytes.len() {
        3 => ["CON", "PRN", "AUX", "NUL"].iter().any(|own| own.eq_ignore_ascii_case(device)),
        4 => {
            bytes[3].is_ascii_digit()
                && device.get(..3).is_some_and(|start| {
                    start.eq_ignore_ascii_case("COM") || start.eq_ignore_ascii_case("LPT")
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_sanitized() {
        for (name, clean) in [
            ("facture.pdf", Some("facture.pdf")),
            ("../../etc/passwd", None),
            ("../../facture.pdf", Some("facture.pdf")),
            ("C:\\Documents\\Reçu d’été.PDF", Some("Reçu d’été.PDF")),
            ("a\0b\r\nc.pdf", Some("abc.pdf")),
            ("facture\u{202e}fdp.exe.pdf", Some("facturefdp.exe.pdf")),
            ("fac\u{200b}ture.pdf", Some("facture.pdf")),
            ("fac\u{200d}ture.p\u{200d}df", Some("facture.pdf")),
            ("un\u{a0}deux\ttrois.pdf", Some("un deuxtrois.pdf")),
            ("CON.pdf", Some("_CON.pdf")),
            ("com1.tar.zip", Some("_com1.tar.zip")),
            ("comité.pdf", Some("comité.pdf")),
            ("a<b>c:d\"e|f?g*h.pdf", Some("a-b-c-d-e-f-g-h.pdf")),
            ("l'acte;\"x\".pdf", Some("l'acte;-x-.pdf")),
            ("  .cache.pdf", Some("cache.pdf")),
            ("facture.pdf. .", Some("facture.pdf")),
            (".pdf", None),
            ("facture", None),
            ("facture.", None),
            ("", None),
            ("facture.p df", None),
            ("dossier/", None),
        ] {
            assert_eq!(clean_name(name).as_deref(), clean, "{name:?}");
        }
    }

    #[test]
    fn joiners_of_emoji_and_persian_words_are_preserved() {
        for name in ["👨‍👩‍👧.pdf", "🏳️‍🌈.png", "می‌خواهم.pdf"] {
            assert_eq!(clean_name(name).as_deref(), Some(name));
        }
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn long_names_are_truncated_before_the_extension() {
        let clean = clean_name(&format!("{}.xlsx", "é".repeat(500))).expect("a name");
        assert_eq!(clean.chars().count(), MAX_NAME);
        assert!(clean.ends_with("é.xlsx"));
        assert_eq!(clean_name(&clean).as_ref(), Some(&clean));
        let reserved = clean_name(&format!("CON.{}.pdf", "a".repeat(500))).expect("a name");
        assert!(reserved.starts_with("_CON.") && reserved.chars().count() == MAX_NAME);
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn composed_and_decomposed_names_are_the_same() {
        assert_eq!(
            clean_name("Rec\u{327}u d’e\u{301}te\u{301} n°1.v2.4.pdf").as_deref(),
            Some("Reçu d’été n°1.v2.4.pdf")
        );
        let long = |letter: &str| clean_name(&format!("{}.pdf", letter.repeat(120)));
        assert_eq!(long("e\u{301}"), long("é"));
        assert_eq!(long("é").expect("a name").chars().count(), MAX_NAME);
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn names_are_never_cut_inside_a_letter_or_an_emoji() {
        for letter in [
            "👨‍👩‍👧",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "q\u{323}\u{307}",
            "🇫🇷",
            "ஷி",
            "1️⃣",
        ] {
            for shift in 0..8 {
                let name = clean_name(&format!("{}{}.pdf", "a".repeat(shift), letter.repeat(120)));
                let name = name.expect("a name");
                let letters = name.trim_start_matches('a').trim_end_matches(".pdf");
                assert_eq!(letters, letter.repeat(letters.len() / letter.len()), "{letter} {shift}");
                let length = name.chars().count();
                assert!(
                    (MAX_NAME - letter.chars().count()..=MAX_NAME).contains(&length),
                    "{letter} {length}"
                );
            }
        }
        let one_letter = clean_name(&format!("a{}.pdf", "\u{323}".repeat(500))).expect("a name");
        assert_eq!(one_letter.chars().count(), MAX_NAME);
    }

    #[cfg(not(feature = "unicode"))]
    #[test]
    fn browser_does_not_cut_names() {
        let name = format!("{}.pdf", "👨‍👩‍👧".repeat(120));
        assert_eq!(clean_name(&name), Some(name));
    }
}
