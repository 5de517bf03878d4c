//! Words and stems of texts.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::{stop_words, synonyms::Synonyms};
use crate::search::fold;

/// Maximum number of words of a search that count.
pub const MAX_WORDS: usize = 24;

/// Maximum length of a search, in characters.
pub const MAX_LENGTH: usize = 300;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));
pub(super) static SYNONYMS: LazyLock<Synonyms> =
    LazyLock::new(|| Synonyms::read(include_str!("../../search/synonymes.txt"), stem));

/// Returns the folded words of a text that carry a meaning: without elisions and stop words.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| is_meaningful(word))
        .map(str::to_owned)
        .collect()
}

/// Returns the stems of a text, in its order.
pub fn stems(text: &str) -> Vec<String> {
    stems_of(&words(text))
}

/// Returns the stems of folded words.
pub fn stems_of(words: &[String]) -> Vec<String> {
    SYNONYMS.replace(&words.iter().map(|word| stem(word)).collect::<Vec<_>>())
}

/// Returns the words of a search that carry a meaning, bounded.
pub fn searched_words(typed: &str) -> Vec<String> {
    let bounded: String = typed.chars().take(MAX_LENGTH).collect();
    let mut found = words(&bounded);
    found.truncate(MAX_WORDS);
    found
}

pub(super) fn is_meaningful(word: &str) -> bool {
    !word.is_empty() && !stop_words::contains(word)
}

/// Returns the stem of a folded word, without synonyms.
pub fn stem(word: &str) -> String {
    // Numbers and codes have no endings.
    if word.bytes().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    STEMMER.stem(word).into_owned()
}
