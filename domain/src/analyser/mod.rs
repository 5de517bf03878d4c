//! The analyser of French texts for searches: a text becomes the stems of its words.
//!
//! Lower case, compatibility decomposition, ligatures, elisions, stop words, stems (Snowball), synonyms, in this order.
//! Texts and searches pass through it alike, so that « oeuvres » finds « main-d'œuvre ». Server only.

mod distance;
mod stop_words;
mod synonyms;

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::search::fold;
use synonyms::Synonyms;

pub use distance::{distance, is_near};

/// Maximum number of words of a search that count.
pub const MAX_WORDS: usize = 24;

/// Maximum length of a search, in characters.
pub const MAX_LENGTH: usize = 300;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));
static SYNONYMS: LazyLock<Synonyms> =
    LazyLock::new(|| Synonyms::read(include_str!("../../search/synonymes.txt"), stem_of));

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
    SYNONYMS.replace(words.iter().map(|word| stem_of(word)).collect())
}

/// Returns the words of a search as typed, bounded. A search of stop words only keeps them.
pub fn searched_words(typed: &str) -> Vec<String> {
    let bounded: String = typed.chars().take(MAX_LENGTH).collect();
    let mut found = words(&bounded);
    found.truncate(MAX_WORDS);
    found
}

fn is_meaningful(word: &str) -> bool {
    !word.is_empty() && !stop_words::contains(word)
}

fn stem_of(word: &str) -> String {
    // Numbers and codes have no endings.
    if word.bytes().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    STEMMER.stem(word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for pair in [
            ["main-d’œuvre", "oeuvres main"],
            ["déclarations", "déclarer"],
            ["échéancier", "ÉCHÉANCES"],
            ["l'échéancier", "lʼecheancier"],
            ["habilitations", "habilité"],
            ["jointes", "joindre"],
            ["octrois de mer", "octroi de mer"],
            ["paiements", "payer"],
            ["Straße", "strasse"],
            ["jusqu’à l’activation", "activer"],
            ["mots de passe", "mdp"],
            ["adresse mél", "adresse e-mail"],
        ] {
            let [mut one, mut other] = pair.map(stems);
            one.sort();
            other.sort();
            let common = one.iter().filter(|stem| other.contains(stem)).count();
            assert!(common == one.len().min(other.len()), "{pair:?}: {one:?} {other:?}");
        }
    }

    #[test]
    fn elisions_and_stop_words_leave_nothing() {
        assert_eq!(words("Qu’est-ce que l’e-contacts d’aujourd’hui ?"), ["contacts"]);
        assert!(stems("puisqu’il n’y a pas de").is_empty());
    }

    #[test]
    fn different_words_stay_apart() {
        for [one, other] in [["compte", "comptable"], ["mandat", "mandataire"], ["garantie", "garer"]] {
            assert_ne!(stems(one), stems(other), "{one}, {other}");
        }
    }

    #[test]
    fn searches_are_bounded() {
        assert_eq!(searched_words(&"compte ".repeat(100)).len(), MAX_WORDS);
        assert!(searched_words(&"x".repeat(5_000))[0].len() <= MAX_LENGTH);
    }
}
