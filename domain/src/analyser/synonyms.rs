//! Words that mean the same to people who search, although their stems differ.

use std::collections::HashMap;

/// Longest sequence of stems that a line may replace.
const LONGEST: usize = 4;

/// Replacements of stems, or of sequences of stems, by the stems that stand for them.
#[derive(Debug, Default)]
pub(super) struct Synonyms(HashMap<Vec<String>, Vec<String>>);

impl Synonyms {
    /// Reads lines « canonical = other, other ». Each is a word or several; `#` begins a comment.
    pub(super) fn read(text: &str, stem: fn(&str) -> String) -> Self {
        let stems = |phrase: &str| super::words(phrase).iter().map(|word| stem(word)).collect::<Vec<_>>();
        let mut replacements = HashMap::new();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let Some((canonical, others)) = line.split_once('=') else { continue };
            let canonical = stems(canonical);
            for other in others.split(',').map(stems).filter(|other| !other.is_empty() && *other != canonical)
            {
                replacements.insert(other, canonical.clone());
            }
        }
        Synonyms(replacements)
    }

    /// Replaces the longest sequences first, from the left.
    pub(super) fn replace(&self, stems: Vec<String>) -> Vec<String> {
        let mut replaced = Vec::with_capacity(stems.len());
        let mut at = 0;
        while at < stems.len() {
            let longest = LONGEST.min(stems.len() - at);
            let found =
                (1..=longest).rev().find_map(|length| Some((length, self.0.get(&stems[at..at + length])?)));
            match found {
                Some((length, canonical)) => {
                    replaced.extend(canonical.iter().cloned());
                    at += length;
                }
                None => {
                    replaced.push(stems[at].clone());
                    at += 1;
                }
            }
        }
        replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_sequence_is_replaced_first() {
        let synonyms =
            Synonyms::read("# note\nmot passe = mdp\ncarte = cb, carte bancaire\n", |word| word.to_owned());
        let replaced =
            |words: &[&str]| synonyms.replace(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(replaced(&["perdu", "mdp"]), ["perdu", "mot", "passe"]);
        assert_eq!(replaced(&["carte", "bancaire", "cb"]), ["carte", "carte"]);
    }
}
