//! Finds texts of all kinds, and loads what lists show of them.

use std::collections::HashMap;

use domain::{path, rights::Teleservice};
use platform::Error;

use super::group::{Group, SiteResult};
use crate::{
    Portal, assistant,
    directory::{self, offices::Office},
    faq, publications,
    search::{self, Hit, Kind},
};

/// Least share of the search that a text contains.
const LEAST_COVERAGE: f64 = 0.3;
/// Maximum number of results of a kind, in the list of all and in that of the kind.
const FEW: usize = 5;
const MANY: usize = 50;

/// Everything that a search has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteResults {
    /// The kind with the best text first; those without a text are left out.
    pub groups: Vec<Group>,
    /// The words that were looked for, if some that no text contains were taken for others.
    pub corrected: Option<String>,
    /// Words of the texts that begin like the last one typed.
    pub suggestions: Vec<String>,
}

impl SiteResults {
    /// Number of texts of all kinds.
    pub fn total(&self) -> usize {
        self.groups.iter().map(|group| group.total).sum()
    }
}

/// As [`find`], and records a search that finds no text of any kind.
pub async fn search(portal: &Portal, typed: &str, only: Option<Kind>) -> Result<SiteResults, Error> {
    let found = find(portal, typed, only).await?;
    if found.groups.is_empty() && only.is_none() {
        search::record_miss(portal, typed).await?;
    }
    Ok(found)
}

/// Finds texts of all kinds, or `only` of one.
pub async fn find(portal: &Portal, typed: &str, only: Option<Kind>) -> Result<SiteResults, Error> {
    let kinds: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| only.is_none_or(|only| only == *kind)).collect();
    let found = search::find(portal, &kinds, typed).await?;
    let mut by_kind: Vec<(Kind, Vec<String>)> = by_kind(found.hits);
    if kinds.contains(&Kind::Office) {
        let codes = directory::matching_offices(portal, typed).await?;
        replace_offices(&mut by_kind, codes);
    }
    let texts = Texts::load(portal, &by_kind).await?;
    let limit = if only.is_some() { MANY } else { FEW };
    let groups: Vec<Group> =
        by_kind.into_iter().filter_map(|(kind, found)| texts.group(kind, &found, limit)).collect();
    Ok(SiteResults { groups, corrected: found.corrected, suggestions: found.suggestions })
}

/// Groups references by kind, in the order of the hits.
fn by_kind(hits: Vec<Hit>) -> Vec<(Kind, Vec<String>)> {
    let mut found: Vec<(Kind, Vec<String>)> = Vec::new();
    for hit in hits.into_iter().filter(|hit| hit.coverage >= LEAST_COVERAGE) {
        match found.iter_mut().find(|(kind, _)| *kind == hit.kind) {
            Some((_, references)) => references.push(hit.reference),
            None => found.push((hit.kind, vec![hit.reference])),
        }
    }
    found
}

/// Takes the offices that the directory finds, by its own rules: they also know codes.
fn replace_offices(found: &mut Vec<(Kind, Vec<String>)>, codes: Vec<String>) {
    match found.iter_mut().find(|(kind, _)| *kind == Kind::Office) {
        Some((_, offices)) => *offices = codes,
        None => found.push((Kind::Office, codes)),
    }
}

/// Titles and addresses of the found texts, by kind and reference.
#[derive(Default)]
struct Texts(HashMap<(&'static str, String), SiteResult>);

impl Texts {
    async fn load(portal: &Portal, found: &[(Kind, Vec<String>)]) -> Result<Self, Error> {
        let mut texts = Texts::default();
        let has = |kinds: &[Kind]| found.iter().any(|(kind, _)| kinds.contains(kind));
        if has(&[Kind::Faq]) {
            for entry in faq::summaries(portal).await? {
                let (path, title) = (path::faq_entry(&entry.id), entry.question);
                texts.add(Kind::Faq, entry.id, SiteResult { title, text: String::new(), path });
            }
        }
        if has(&[Kind::News, Kind::Event, Kind::Guide]) {
            texts.add_articles(portal).await?;
        }
        if has(&[Kind::Office]) {
            directory::offices::list(portal).await?.into_iter().for_each(|office| texts.add_office(office));
        }
        texts.add_pages();
        Ok(texts)
    }

    fn add(&mut self, kind: Kind, reference: String, result: SiteResult) {
        self.0.insert((kind.code(), reference), result);
    }

    async fn add_articles(&mut self, portal: &Portal) -> Result<(), Error> {
        for article in publications::summaries(portal).await? {
            let path = article.path();
            let when = article.head.time().map(|time| format!("{}. ", time.words())).unwrap_or_default();
            let text = format!("{when}{}", article.head.summary);
            let kind = publications::kind_of_texts(article.kind());
            self.add(kind, article.id, SiteResult { title: article.head.title, text, path });
        }
        Ok(())
    }

    fn add_office(&mut self, office: Office) {
        let Office { code, name, phone, .. } = office;
        let text = [code.as_str(), phone.as_str()].map(str::trim).join(" ").trim_end().to_owned();
        let path = path::office(&code);
        self.add(Kind::Office, code, SiteResult { title: name, text, path });
    }

    fn add_pages(&mut self) {
        for page in assistant::pages() {
            let (title, text) = (page.title.to_owned(), page.text.to_owned());
            let path = page.path.to_owned();
            self.add(Kind::Page, path.clone(), SiteResult { title, text, path });
        }
        for one in Teleservice::ALL {
            let (title, text) = (one.label().to_owned(), one.purpose().to_owned());
            let path = match one.has_single_sign_on() {
                true => path::teleservice_adhesion(one.code()),
                false => path::TELESERVICES.to_owned(),
            };
            self.add(Kind::Teleservice, one.code().to_owned(), SiteResult { title, text, path });
        }
    }

    /// Returns the texts of a kind; those withdrawn meanwhile are left out. `None` if there is none.
    fn group(&self, kind: Kind, references: &[String], limit: usize) -> Option<Group> {
        let found = references.iter().filter_map(|one| self.0.get(&(kind.code(), one.clone())));
        let mut results: Vec<SiteResult> = found.cloned().collect();
        let total = results.len();
        results.truncate(limit);
        (total > 0).then_some(Group { kind, results, total })
    }
}
