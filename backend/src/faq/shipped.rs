//! Texts shipped with the program: `backend/faq/<theme>.toml`.

use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::text::Text;

/// Themes in the order of the page: code, and file.
const FILES: [(&str, &str); 10] = [
    ("portail", include_str!("../../faq/portail.toml")),
    ("compte", include_str!("../../faq/compte.toml")),
    ("connexion", include_str!("../../faq/connexion.toml")),
    ("rattachement", include_str!("../../faq/rattachement.toml")),
    ("habilitations", include_str!("../../faq/habilitations.toml")),
    ("tableau-de-bord", include_str!("../../faq/tableau-de-bord.toml")),
    ("declarations", include_str!("../../faq/declarations.toml")),
    ("paiements", include_str!("../../faq/paiements.toml")),
    ("messagerie", include_str!("../../faq/messagerie.toml")),
    ("assistance", include_str!("../../faq/assistance.toml")),
];

static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| FILES.into_iter().map(read).collect());

/// A theme with its shipped entries.
#[derive(Debug)]
pub struct Theme {
    pub code: &'static str,
    pub title: String,
    /// Service in charge of the texts.
    pub(super) owner: String,
    pub(super) reviewed: Date,
    pub(super) entries: Vec<ShippedEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    owner: String,
    reviewed: Date,
    entry: Vec<ShippedEntry>,
}

/// A shipped entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShippedEntry {
    pub id: String,
    pub question: String,
    pub answer: String,
    pub keywords: String,
    pub related: Vec<String>,
}

/// Returns the themes, in the order of the page.
pub fn themes() -> &'static [Theme] {
    &THEMES
}

#[expect(clippy::panic, reason = "the files are part of the program, and read by its tests")]
fn read((code, text): (&'static str, &str)) -> Theme {
    let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("backend/faq/{code}.toml: {error}"));
    Theme { code, title: file.title, owner: file.owner, reviewed: file.reviewed, entries: file.entry }
}

impl ShippedEntry {
    /// Hash of everything that a version holds.
    pub(super) fn hash(&self, theme: &Theme) -> Vec<u8> {
        let mut hash = Sha256::new();
        let (reviewed, related) = (theme.reviewed.to_string(), self.related.join(" "));
        let written = [&self.question, &self.answer, &self.keywords, &related, &theme.owner, &reviewed];
        for part in written.into_iter().map(String::as_str).chain([theme.code]) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }

    /// Returns the text of the version to load.
    pub(super) fn text(&self, theme: &Theme) -> Text {
        Text {
            theme: theme.code.to_owned(),
            question: self.question.clone(),
            answer: self.answer.clone(),
            keywords: self.keywords.clone(),
            related: self.related.join(" "),
            owner: theme.owner.clone(),
            review_by: review_after(theme.reviewed).to_string(),
        }
    }
}

/// Returns the day by which a text reviewed on this day is to be reviewed again: a year later.
pub fn review_after(reviewed: Date) -> Date {
    reviewed.saturating_add(1.year())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{
        helpline::{HOTLINE, INFOS_DOUANE_SERVICE, PHONE_CALLS},
        rich_text::{self, Block, Inline},
    };

    use super::*;

    fn entries() -> impl Iterator<Item = &'static ShippedEntry> {
        themes().iter().flat_map(|theme| &theme.entries)
    }

    #[test]
    fn entries_are_complete_and_refer_to_one_another() {
        let ids: BTreeSet<&str> = entries().map(|entry| entry.id.as_str()).collect();
        eprintln!("frequent questions: {} in {} themes", ids.len(), themes().len());
        assert!(ids.len() >= 100);
        assert_eq!(ids.len(), entries().count(), "identifiers are unique");
        for entry in entries() {
            let id = &entry.id;
            assert!(id.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'), "{id}");
            assert!(!entry.related.is_empty() && !entry.keywords.is_empty(), "{id}");
            assert!(
                entry.related.iter().all(|related| related != id && ids.contains(related.as_str())),
                "{id}"
            );
            let length = rich_text::plain(&entry.answer).chars().count();
            assert!((20..=600).contains(&length), "{id}: {length} characters");
        }
    }

    /// A mark that is not complete would be shown as text.
    #[test]
    fn marks_of_answers_are_complete() {
        for entry in entries() {
            assert!(!rich_text::has_incomplete_mark(&entry.answer), "{}: {}", entry.id, entry.answer);
            for block in rich_text::blocks(&entry.answer) {
                let Block::Paragraph(inlines) = block else { continue };
                assert!(
                    inlines
                        .iter()
                        .all(|inline| !matches!(inline, Inline::Link { label, .. } if label.is_empty()))
                );
            }
        }
    }

    #[test]
    fn numbers_and_hours_are_those_of_the_portal() {
        let answer = |id: &str| {
            entries().find(|entry| entry.id == id).map(|entry| entry.answer.as_str()).unwrap_or_default()
        };
        let hotline = answer("assistance-telephone");
        assert!(hotline.contains(HOTLINE.number) && hotline.contains(&HOTLINE.calendar.words()), "{hotline}");
        let information = answer("infos-douane-service");
        assert!(information.contains(INFOS_DOUANE_SERVICE.number), "{information}");
        assert!(information.contains(&INFOS_DOUANE_SERVICE.calendar.words()), "{information}");
        let call_back = answer("rappel-telephonique").replace(" (heure de Paris)", "");
        assert!(call_back.contains(&PHONE_CALLS.words()), "{call_back}");
    }
}
