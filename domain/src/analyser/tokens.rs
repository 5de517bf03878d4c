//! Tokens of a text in which every word of a search must be found, such as a question: stems, words and joined words.

use std::collections::BTreeSet;

use super::stems::{SYNONYMS, is_meaningful, stem, words};
use crate::search::fold;

/// Maximum length of a word, in characters: longer ones are cut, in texts and in searches.
const MAX_WORD: usize = 40;
/// First letter of the token of a stem.
pub(super) const STEM: char = 's';
/// First letter of the token of a word.
pub(super) const WORD: char = 'm';

/// Returns the tokens of a text. Words joined by a hyphen or an apostrophe, and numbers written in groups, are there apart
/// and joined: « porte-monnaie » and « 12 345 » are found by « portemonnaie » and « 12345 ».
pub fn tokens(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let stems: Vec<String> = words(text).iter().map(|word| stem(cut(word))).collect();
    found.extend(SYNONYMS.replace(&stems).iter().chain(&stems).map(|stem| token(STEM, stem)));
    let mut number = String::new();
    for chunk in text.split_whitespace() {
        let parts = parts(&fold(chunk));
        found.extend(parts.iter().filter(|part| is_meaningful(part)).map(|part| token(WORD, cut(part))));
        let joined = parts.concat();
        if parts.len() > 1 && joined.len() <= MAX_WORD {
            found.extend([token(WORD, &joined), token(STEM, &stem(&joined))]);
        }
        if is_number(&joined) && number.len() + joined.len() <= MAX_WORD {
            number.push_str(&joined);
            found.insert(token(WORD, &number));
        } else {
            number.clear();
        }
    }
    found
}

/// Returns the words of a folded text.
pub(super) fn parts(folded: &str) -> Vec<String> {
    let parts = folded.split(|c: char| !c.is_ascii_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Cuts a folded word to the length that is compared.
pub(super) fn cut(word: &str) -> &str {
    word.get(..MAX_WORD).unwrap_or(word)
}

pub(super) fn token(kind: char, text: &str) -> String {
    format!("{kind}{text}")
}

pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_there_as_stems_as_written_and_joined() {
        for (text, expected) in [
            ("main-d’œuvre", "mmain mmaindoeuvre moeuvre smain smaindoeuvr soeuvr"),
            ("n°\u{202f}12\u{a0}345", "m12 m12345 m345 s12 s345"),
            ("Le paiement", "mpaiement spai"),
            ("de la", ""),
        ] {
            assert_eq!(Vec::from_iter(tokens(text)).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn tokens_are_bounded() {
        assert!(tokens(&"x".repeat(4_000)).iter().all(|token| token.len() <= MAX_WORD + 1));
        assert!(tokens(&"12345 ".repeat(400)).iter().all(|token| token.len() <= MAX_WORD + 1));
    }
}
