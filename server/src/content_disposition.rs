//! The header `Content-Disposition` of a download.

use any_ascii::any_ascii;
use domain::attachment::clean_name;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that RFC 5987 allows unescaped in `filename*`, as far as file names need them.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// Formats the header: a readable ASCII name for programs such as `curl -OJ`, and the exact one for browsers (RFC 6266).
pub fn attachment(name: &str) -> String {
    let exact = utf8_percent_encode(name, ATTRIBUTE);
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{exact}", ascii_name(name))
}

/// Transliterates a file name. Needs no escape in a quoted string: programs do not agree on escapes.
fn ascii_name(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    // « n° » reads better as « no » than as « ndeg ».
    let letters = any_ascii(&stem.replace('°', "o"));
    let mut plain = String::with_capacity(letters.len());
    for character in letters.chars() {
        let is_plain = character.is_ascii_alphanumeric() || " .-'(),+=&".contains(character);
        match character {
            _ if is_plain => plain.push(character),
            _ if plain.ends_with('_') => {}
            _ => plain.push('_'),
        }
    }
    let plain = plain.trim_matches(['_', ' ']);
    clean_name(&format!("{plain}.{extension}")).unwrap_or_else(|| format!("fichier.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_escaped() {
        assert_eq!(
            attachment("été \"2026\"\r\nx: y;.pdf"),
            "attachment; filename=\"ete _2026_x_ y.pdf\"; \
             filename*=UTF-8''%C3%A9t%C3%A9%20%222026%22%0D%0Ax%3A%20y%3B.pdf"
        );
    }

    #[test]
    fn ascii_names_are_readable() {
        for (name, ascii) in [
            ("facture.pdf", "facture.pdf"),
            ("Reçu d’été n°1.v2.4.pdf", "Recu d'ete no1.v2.4.pdf"),
            ("Œuvre – cœur, façade (1) & Søren.docx", "Oeuvre - coeur, facade (1) & Soren.docx"),
            ("l'acte;-x-.pdf", "l'acte_-x-.pdf"),
            ("100 % à ½.csv", "100 _ a 1_2.csv"),
            ("ＣＯＮ.pdf", "_CON.pdf"),
            ("\u{e000}\u{e001}.pdf", "fichier.pdf"),
            ("…/.pdf", "fichier.pdf"),
        ] {
            assert_eq!(ascii_name(name), ascii, "{name}");
        }
    }

    #[test]
    fn ascii_names_are_plain_whatever_the_name() {
        for name in
            ["👨‍👩‍👧.pdf", "Акциз.pdf", "関税申告書.pdf", "می‌خواهم.pdf", "a\u{0}b\"\\/;%41.pdf", ".pdf", "", "x"]
        {
            let ascii = ascii_name(name);
            assert!(ascii.bytes().all(|byte| (b' '..0x7f).contains(&byte)), "{name}: {ascii}");
            assert!(!ascii.contains(['"', '\\', '/', ';', '%', ':']), "{name}: {ascii}");
            assert!(ascii.len() > 1 && !ascii.starts_with('.'), "{name}: {ascii}");
        }
    }
}
