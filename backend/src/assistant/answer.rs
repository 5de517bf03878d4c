//! The texts that answer a question.

use std::{collections::HashMap, str::FromStr};

use domain::{path, rich_text, rights::Teleservice};
use jiff::civil::Date;
use platform::Error;

use super::sources::{PAGES, REVIEWED};
use crate::{
    Portal,
    faq::{self, Entry},
    search::{self, Hit, Kind},
};

/// Maximum number of texts of an answer.
const MAX_SOURCES: usize = 3;

/// Least share of the question that the best text contains: below it, the assistant does not know.
const LEAST_COVERAGE: f64 = 0.45;

/// Least score of another text, as a share of the best score.
const LEAST_SHARE: f64 = 0.35;

/// Text that answers, by its kind and reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    kind: Kind,
    reference: String,
}

/// A text that answers, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Nature of the text: « Question fréquente ».
    pub nature: &'static str,
    pub title: String,
    /// Marks as in `domain::rich_text`.
    pub text: String,
    pub path: String,
    /// Day of the last change.
    pub updated_on: Option<Date>,
}

/// Answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Best first; empty if the assistant does not know.
    pub sources: Vec<Source>,
}

impl Answer {
    pub fn is_known(&self) -> bool {
        !self.sources.is_empty()
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind.code(), self.reference)
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, reference) = text.split_once(':').ok_or(())?;
        let kind = Kind::try_from(kind.to_owned()).map_err(|_| ())?;
        Ok(Key { kind, reference: reference.to_owned() })
    }
}

/// Kinds of texts that answer: an office is found in the directory.
const KINDS: [Kind; 3] = [Kind::Faq, Kind::Page, Kind::Teleservice];

/// Finds the texts that answer a question, best first; none if the best one covers too little of it. Records such a miss.
pub(super) async fn keys(portal: &Portal, question: &str) -> Result<Vec<Key>, Error> {
    let found = search::find(portal, &KINDS, question).await?;
    let chosen = chosen(found.hits);
    if chosen.is_empty() {
        search::record_miss(portal, question).await?;
    }
    Ok(chosen)
}

fn chosen(hits: Vec<Hit>) -> Vec<Key> {
    let Some(best) = hits.first().map(|hit| hit.score) else { return Vec::new() };
    if hits.first().is_none_or(|hit| hit.coverage < LEAST_COVERAGE) {
        return Vec::new();
    }
    hits.into_iter()
        .filter(|hit| hit.score >= LEAST_SHARE * best)
        .take(MAX_SOURCES)
        .map(|hit| Key { kind: hit.kind, reference: hit.reference })
        .collect()
}

/// Texts of the answers of a conversation.
pub(super) struct Texts(HashMap<String, Entry>);

impl Texts {
    pub(super) async fn read(portal: &Portal) -> Result<Self, Error> {
        Ok(Texts(
            faq::list(portal).await?.into_iter().map(|entry| (entry.summary.id.clone(), entry)).collect(),
        ))
    }

    /// Returns the answer with the texts of these keys; those withdrawn meanwhile are left out.
    pub(super) fn answer(&self, keys: &str) -> Answer {
        let keys = keys.split_whitespace().filter_map(|key| key.parse().ok());
        Answer { sources: keys.filter_map(|key: Key| self.source(&key)).collect() }
    }

    fn source(&self, key: &Key) -> Option<Source> {
        Some(match key.kind {
            Kind::Faq => {
                let entry = self.0.get(&key.reference)?;
                Source {
                    nature: "Question fréquente",
                    title: entry.summary.question.clone(),
                    text: entry.answer.clone(),
                    path: path::faq_entry(&key.reference),
                    updated_on: entry.summary.updated_on(),
                }
            }
            Kind::Page => {
                let page = PAGES.iter().find(|page| page.path == key.reference)?;
                Source {
                    nature: "Page du portail",
                    title: page.title.to_owned(),
                    text: page.text.to_owned(),
                    path: page.path.to_owned(),
                    updated_on: Some(REVIEWED),
                }
            }
            Kind::Teleservice => {
                let teleservice = Teleservice::ALL.into_iter().find(|one| one.code() == key.reference)?;
                Source {
                    nature: "Téléservice",
                    title: teleservice.label().to_owned(),
                    text: rich_text::plain(teleservice.purpose()),
                    path: path::TELESERVICES.to_owned(),
                    updated_on: Some(REVIEWED),
                }
            }
            Kind::Office | Kind::News | Kind::Event | Kind::Guide => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(reference: &str, score: f64, coverage: f64) -> Hit {
        Hit { kind: Kind::Faq, reference: reference.to_owned(), score, coverage }
    }

    #[test]
    fn texts_that_cover_too_little_are_no_answer() {
        assert!(chosen(vec![hit("a", 50.0, 0.3), hit("b", 40.0, 0.3)]).is_empty());
        let keys = chosen(vec![hit("a", 50.0, 0.9), hit("b", 40.0, 0.2), hit("c", 5.0, 0.2)]);
        assert_eq!(keys.iter().map(Key::to_string).collect::<Vec<_>>(), ["faq:a", "faq:b"]);
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let key = Key { kind: Kind::Page, reference: "/aide".to_owned() };
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!("autre:x".parse::<Key>(), Err(()));
    }
}
