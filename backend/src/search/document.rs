//! Texts of the index.

use std::collections::BTreeMap;

use domain::{analyser, search::fold};
use platform::error::UnknownCode;

/// Kinds of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An entry of the frequent questions.
    Faq,
    /// A page of the portal.
    Page,
    /// A téléservice.
    Teleservice,
    /// A customs office.
    Office,
    News,
    /// An event of the agenda.
    Event,
    /// A guide of the documentation.
    Guide,
}

impl Kind {
    pub const ALL: [Kind; 7] =
        [Kind::Faq, Kind::Page, Kind::Teleservice, Kind::Office, Kind::News, Kind::Event, Kind::Guide];

    /// Code in the database.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Faq => "faq",
            Kind::Page => "page",
            Kind::Teleservice => "teleservice",
            Kind::Office => "bureau",
            Kind::News => "actualite",
            Kind::Event => "evenement",
            Kind::Guide => "documentation",
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code).ok_or(UnknownCode(code))
    }
}

/// A text to index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Identifies the text among those of its kind.
    pub reference: String,
    pub title: String,
    /// Other words that people use for it.
    pub keywords: String,
    pub body: String,
}

impl Document {
    /// Returns the words of the text without case and accents, each as it is first written.
    pub(super) fn words(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let parts = [&self.title, &self.body, &self.keywords];
        for word in parts.iter().flat_map(|part| part.split(|c: char| !c.is_alphanumeric())) {
            let folded = fold(word);
            if !analyser::words(&folded).is_empty() && !folded.bytes().any(|c| c.is_ascii_digit()) {
                found.entry(folded).or_insert_with(|| word.to_lowercase());
            }
        }
        found
    }
}

/// Joins stems for a column: with spaces around each.
pub(super) fn joined(stems: &[String]) -> String {
    format!(" {} ", stems.join(" "))
}
