//! A search of which every word must be found.

use super::{
    stems::{MAX_LENGTH, SYNONYMS, is_meaningful, stem},
    tokens::{STEM, WORD, cut, is_number, parts, token},
};
use crate::search::fold;

/// Maximum number of words of a search: those after it do not count.
const MAX_WORDS: usize = 12;

/// A search, as conditions on the [tokens](super::tokens()) of a text: for each word, alternatives.
///
/// A word is found by its stem or its synonyms; the last one, which may not be finished, and numbers, by their beginning
/// too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<Vec<Alternative>>);

/// Tokens that a text must all have.
pub type Alternative = Vec<Pattern>;

/// A token, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub token: String,
    pub is_beginning: bool,
}

impl Query {
    /// Reads a search as typed. Words without a meaning of their own count only in a search of nothing else.
    pub fn read(typed: &str) -> Self {
        let typed: String = typed.chars().take(MAX_LENGTH).collect();
        let all = parts(&fold(&typed));
        let mut words: Vec<String> =
            all.iter().filter(|word| is_meaningful(word)).map(|word| cut(word).to_owned()).collect();
        if words.is_empty() {
            words = all;
        }
        words.truncate(MAX_WORDS);
        Query(clauses(&words))
    }

    /// Returns `true` for a search without words, which every text matches.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the alternatives of each word.
    pub fn clauses(&self) -> &[Vec<Alternative>] {
        &self.0
    }

    /// Returns `true` if each word has an alternative whose tokens are all found.
    pub fn matches(&self, is_found: impl Fn(&Pattern) -> bool) -> bool {
        self.0.iter().all(|alternatives| alternatives.iter().any(|tokens| tokens.iter().all(&is_found)))
    }
}

impl Pattern {
    /// Returns `true` if a token of a text matches.
    pub fn matches(&self, token: &str) -> bool {
        if self.is_beginning { token.starts_with(&self.token) } else { token == self.token }
    }

    fn stem(stem: &str) -> Self {
        Pattern { token: token(STEM, stem), is_beginning: false }
    }

    fn beginning(word: &str) -> Self {
        Pattern { token: token(WORD, cut(word)), is_beginning: true }
    }
}

fn clauses(words: &[String]) -> Vec<Vec<Alternative>> {
    let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
    let mut at = 0;
    let mut clauses = Vec::new();
    for (length, canonical) in SYNONYMS.segments(&stems) {
        let mut alternatives = vec![canonical.iter().map(|stem| Pattern::stem(stem)).collect()];
        if length == 1 {
            alternatives.extend(other_forms(words, at).into_iter().map(|pattern| vec![pattern]));
        }
        alternatives.dedup();
        clauses.push(alternatives);
        at += length;
    }
    clauses
}

/// Forms of the word of this rank besides its synonyms: as typed, unfinished, joined to its neighbours.
fn other_forms(words: &[String], at: usize) -> Vec<Pattern> {
    let word = &words[at];
    let mut forms = vec![Pattern::stem(&stem(word))];
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit || at + 1 == words.len() {
        forms.push(Pattern::beginning(word));
    }
    if is_number(word) {
        let first = words[..at].iter().rposition(|word| !is_number(word)).map_or(0, |before| before + 1);
        let after = words[at..].iter().position(|word| !is_number(word)).map_or(words.len(), |end| at + end);
        if after - first > 1 {
            forms.push(Pattern::beginning(&words[first..after].concat()));
        }
    } else if !has_digit {
        let pairs = words[at.saturating_sub(1)..words.len().min(at + 2)].windows(2);
        forms.extend(pairs.map(|pair| Pattern::stem(&stem(cut(&pair.concat())))));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::{super::tokens, *};

    fn finds(typed: &str, text: &str) -> bool {
        let tokens = tokens(text);
        Query::read(typed).matches(|pattern| tokens.iter().any(|token| pattern.matches(token)))
    }

    #[test]
    fn every_word_is_found_in_any_form_and_order() {
        for (typed, text) in [
            ("oeuvres", "Main-d’œuvre"),
            ("oeuvres de la main", "Main-d’œuvre"),
            ("declarer report", "Report de déclarations"),
            ("échéances", "Échéancier à revoir"),
            ("abc", "abcdef"),
            ("revoir éché", "Échéancier à revoir"),
            ("carte bleue", "Paiement par carte bancaire"),
            ("mdp", "Mot de passe perdu"),
            ("portemonnaie", "Porte-monnaie"),
            ("porte monnaie", "Portemonnaie"),
            ("12345", "facture n° 12 345"),
            ("12 345", "facture 12345"),
            ("123 456 782 facture", "Facture de 12345678200011"),
            ("Q-2026-7F3K9M", "Q-2026-7F3K9M"),
            ("2026 7f3", "Q-2026-7F3K9M"),
            ("au", "Autorisation"),
            (" … ", "Tout"),
        ] {
            assert!(finds(typed, text), "{typed} in {text}: {:?} {:?}", Query::read(typed), tokens(text));
        }
    }

    #[test]
    fn other_words_are_not_found() {
        for (typed, text) in [
            ("oeuvres exportées", "Œuvre d’art importée"),
            ("éché revoir", "Échéancier à revoir plus tard"),
            ("345", "12345"),
            ("12 346", "12 345"),
            ("monnaieporte", "Porte-monnaie"),
        ] {
            assert!(!finds(typed, text), "{typed} in {text}");
        }
    }

    #[test]
    fn searches_are_bounded() {
        assert!(Query::read(&"mot ".repeat(200)).clauses().len() <= MAX_WORDS);
        assert!(Query::read(" - ").is_empty());
    }
}
