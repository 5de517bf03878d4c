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
        let stems =
            |phrase: &str| super::stems::words(phrase).iter().map(|word| stem(word)).collect::<Vec<_>>();
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
    pub(super) fn replace(&self, stems: &[String]) -> Vec<String> {
        self.segments(stems).into_iter().flat_map(|(_, stems)| stems).collect()
    }

    /// Cuts stems into sequences: the number of stems of each, and the stems that stand for it.
    pub(super) fn segments(&self, stems: &[String]) -> Vec<(usize, Vec<String>)> {
        let mut segments = Vec::with_capacity(stems.len());
        let mut at = 0;
        while at < stems.len() {
            let longest = LONGEST.min(stems.len() - at);
            let found =
                (1..=longest).rev().find_map(|length| Some((length, self.0.get(&stems[at..at + length])?)));
            let (length, canonical) =
                found.map_or_else(|| (1, vec![stems[at].clone()]), |(length, stems)| (length, stems.clone()));
            segments.push((length, canonical));
            at += length;
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_sequence_is_replaced_first() {
        let synonyms =
            Synonyms::read("# note\nmot passe = mdp\ncarte = cb, carte bancaire\n", |word| word.to_owned());
        let replaced = |words: &[&str]| {
            synonyms.replace(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(replaced(&["perdu", "mdp"]), ["perdu", "mot", "passe"]);
        assert_eq!(replaced(&["carte", "bancaire", "cb"]), ["carte", "carte"]);
    }
}
