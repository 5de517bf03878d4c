//! Corrections of words that no text contains, and suggestions, from the table of words.

use domain::analyser::{distance, is_near};
use platform::{Error, on};
use sqlx::FromRow;

use crate::Portal;

/// Letters from which a word may be completed.
const BEGINNING: usize = 3;
const SUGGESTIONS: usize = 6;

/// A word of the texts.
#[derive(Clone, Debug, FromRow)]
pub(super) struct KnownWord {
    folded: String,
    shown: String,
    uses: i64,
}

/// Returns the words of the texts of these kinds, the most used first.
pub(super) async fn known_words(portal: &Portal, kinds: &str) -> Result<Vec<KnownWord>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT folded, MIN(shown) AS shown, CAST(SUM(uses) AS BIGINT) AS uses FROM search_word
             WHERE $1 LIKE '%,' || kind || ',%' GROUP BY folded ORDER BY 3 DESC, folded",
        )
        .bind(kinds)
        .fetch_all(c)
        .await
    })?)
}

/// Replaces the words that are not known by the nearest known ones, or by the most used that begins alike. `None` if
/// nothing changes.
pub(super) fn corrected(known: &[KnownWord], words: &[String]) -> Option<Vec<String>> {
    let corrected: Vec<String> =
        words.iter().map(|word| nearest(known, word).unwrap_or_else(|| word.clone())).collect();
    (corrected != words).then_some(corrected)
}

fn nearest(known: &[KnownWord], word: &str) -> Option<String> {
    if word.bytes().any(|c| c.is_ascii_digit()) || known.iter().any(|one| one.folded == word) {
        return None;
    }
    let near = known.iter().filter(|one| is_near(word, &one.folded));
    let near = near.min_by_key(|one| (distance(word, &one.folded), std::cmp::Reverse(one.uses), &one.folded));
    let longer = || known.iter().find(|one| word.len() > BEGINNING && one.folded.starts_with(word));
    near.or_else(longer).map(|one| one.folded.clone())
}

/// Words that begin like the last one typed, the most used first.
pub(super) fn beginning_with(known: &[KnownWord], last: Option<&String>) -> Vec<String> {
    let Some(beginning) = last.filter(|word| word.len() >= BEGINNING) else { return Vec::new() };
    let words =
        known.iter().filter(|one| one.folded.starts_with(beginning.as_str()) && one.folded != *beginning);
    words.take(SUGGESTIONS).map(|one| one.shown.clone()).collect()
}

/// Writes words as the texts do, with their accents.
pub(super) fn shown(known: &[KnownWord], words: &[String]) -> String {
    let shown =
        words.iter().map(|word| known.iter().find(|one| one.folded == *word).map_or(word, |one| &one.shown));
    shown.cloned().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<KnownWord> {
        [("habilitation", "habilitation", 9), ("habiter", "habiter", 2), ("echeance", "échéance", 1)]
            .map(|(folded, shown, uses)| KnownWord {
                folded: folded.to_owned(),
                shown: shown.to_owned(),
                uses,
            })
            .to_vec()
    }

    #[test]
    fn unknown_words_become_the_nearest_known_ones() {
        for (typed, expected) in [
            ("abilitasion", Some("habilitation")),
            ("habili", Some("habilitation")),
            ("xyz", None),
            ("eheance", Some("echeance")),
        ] {
            assert_eq!(nearest(&known(), typed).as_deref(), expected, "{typed}");
        }
        assert_eq!(corrected(&known(), &["echeance".to_owned()]), None);
    }

    #[test]
    fn suggestions_begin_like_the_last_word() {
        assert_eq!(beginning_with(&known(), Some(&"habi".to_owned())), ["habilitation", "habiter"]);
        assert!(beginning_with(&known(), Some(&"ha".to_owned())).is_empty());
        assert_eq!(shown(&known(), &["echeance".to_owned(), "12".to_owned()]), "échéance 12");
    }
}
