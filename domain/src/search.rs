//! Search of texts as people type them: accents, case, ligatures, punctuation, spaces and the order of words do not count.
//!
//! A text is stored with its [`key`]; the words of a search are compared with it one by one, each as a part of the key, in
//! any order. A part, not a whole word: people type the beginning of a name, or the end of a number.

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;

use crate::typed_text;

/// Maximum length of a search, in characters.
const MAX_LENGTH: usize = 200;
/// Number of words of a search that are compared separately.
pub const MAX_WORDS: usize = 6;

/// Returns the key of a text: its folded words, then the same without spaces. « porte-monnaie » and « porte monnaie »
/// then contain « portemonnaie », and « 123 456 » contains « 123456 ».
pub fn key(text: &str) -> String {
    let words = fold(text);
    let joined = words.replace(' ', "");
    if joined == words { words } else { format!("{words} {joined}") }
}

/// Returns the folded words of a search, each of which a key must contain. The words from the sixth on are joined in one.
pub fn words(typed: &str) -> Vec<String> {
    let folded = fold(&typed.chars().take(MAX_LENGTH).collect::<String>());
    let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    if words.len() > MAX_WORDS {
        let rest = words.split_off(MAX_WORDS - 1).concat();
        words.push(rest);
    }
    words
}

/// Returns the folded words of a text as a part of an address, at most `max` bytes long: « taux-de-change ». `None` without a
/// word.
pub fn slug(text: &str, max: usize) -> Option<String> {
    let mut slug = String::new();
    for word in fold(text).split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && slug.len() + word.len() < max {
            slug.push_str(if slug.is_empty() { "" } else { "-" });
            slug.push_str(word);
        }
    }
    (!slug.is_empty()).then_some(slug)
}

/// Folds a text: small letters without accents and ligatures (`œ` and `oe`, `ß` and `ss`, `ł` and `l`, `þ` and `th`), one
/// space for hyphens, apostrophes, other punctuation and white space of any kind, no invisible mark. `%`, `_` and `\` are
/// kept: they mean themselves.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Decomposed first: ligatures and full-width forms become plain letters, and accents, which have no ASCII form, apart.
    for c in text.chars().filter_map(visible).nfkd() {
        for c in any_ascii_char(c).chars() {
            if is_kept(c) {
                folded.push(c.to_ascii_lowercase());
            } else if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Returns `None` for a character that nobody sees. The sign of « n° » is a space: it would become letters.
fn visible(c: char) -> Option<char> {
    match c {
        '°' | 'º' | 'ª' => Some(' '),
        c if c.is_whitespace() => Some(' '),
        c => (!typed_text::is_ignored(c)).then_some(c),
    }
}

fn is_kept(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '%' | '_' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_alike_fold_alike() {
        for (typed, folded) in [
            ("  Îlot des Épices (fictif)", "ilot des epices fictif"),
            ("E\u{301}tat", "etat"),
            ("Œuvre & Cie", "oeuvre cie"),
            ("ÆTHER æ Ǽ", "aether ae ae"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("Łódź Øresund Đakovo đ", "lodz oresund dakovo d"),
            ("Þór, Guðrún, ð", "thor gudrun d"),
            ("ﬁnal oﬃciel ﬂux ﬅ", "final officiel flux st"),
            ("İstanbul ı", "istanbul i"),
            ("Île‑d’Yeu – l'an l’an lʼan l‘an l´an l`an", "ile d yeu l an l an l an l an l an l an"),
            ("a\u{a0}b\u{202f}c\u{2007}d\te\r\nf\u{3000}g", "a b c d e f g"),
            ("cré\u{ad}ance ‍cré\u{200b}an\u{200d}ce\u{feff}", "creance creance"),
            ("ＦＵＬＬ　１２３ x² ½", "full 123 x2 1 2"),
            ("n° 12 nº12", "n 12 n 12"),
            ("100 % _a \\ b", "100 % _a \\ b"),
            ("Москва Ελλάδα", "moskva ellada"),
            (" … « » ", ""),
            ("\0\u{1}", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed:?}");
        }
    }

    #[test]
    fn key_holds_words_apart_and_joined() {
        assert_eq!(key("Porte-monnaie n° 12"), "porte monnaie n 12 portemonnaien12");
        assert_eq!(key("Œuvre"), "oeuvre");
        assert_eq!(key(""), "");
    }

    #[test]
    fn slugs_are_made_of_whole_words() {
        for (text, expected) in [
            ("Où est l’accusé n° 2\u{a0}?", Some("ou-est-l-accuse-n-2")),
            ("\u{a0}?!", None),
            (
                &"Très longue question ".repeat(10),
                Some("tres-longue-question-tres-longue-question-tres-longue-tres"),
            ),
        ] {
            assert_eq!(slug(text, 60).as_deref(), expected);
        }
    }

    #[test]
    fn words_are_bounded_and_none_is_left_out() {
        assert_eq!(words("  Report, échéance "), ["report", "echeance"]);
        assert_eq!(words("a b c d e f g h"), ["a", "b", "c", "d", "e", "fgh"]);
        assert!(words(" - ").is_empty());
        assert_eq!(words(&"x".repeat(500))[0].len(), MAX_LENGTH);
    }
}
