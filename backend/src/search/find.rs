//! Finds texts.

use domain::analyser;
use platform::{Error, on};

use super::{
    Hit, Kind, correct,
    engine::{any_of, is_sqlite},
    rank::{Candidate, ranked},
};
use crate::Portal;

/// Outcome of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// The words that were looked for, if some that no text contains were taken for others.
    pub corrected: Option<String>,
    /// Words of the texts that begin like the last one typed.
    pub suggestions: Vec<String>,
}

/// Finds the texts of these kinds that contain words of the search, in any form and order.
pub async fn find(portal: &Portal, kinds: &[Kind], typed: &str) -> Result<Found, Error> {
    let mut words = analyser::searched_words(typed);
    if words.is_empty() {
        return Ok(Found::default());
    }
    let kinds = codes(kinds);
    let mut stems = analyser::stems_of(&words);
    let mut candidates = candidates(portal, &kinds, &stems).await?;
    let is_unknown = |stem: &String| !candidates.iter().any(|candidate| candidate.contains(stem));
    let mut found = Found::default();
    if stems.iter().any(is_unknown) {
        let known = correct::known_words(portal, &kinds).await?;
        found.suggestions = correct::beginning_with(&known, words.last());
        if let Some(corrected) = correct::corrected(&known, &words) {
            words = corrected;
            stems = analyser::stems_of(&words);
            candidates = self::candidates(portal, &kinds, &stems).await?;
            found.corrected = Some(correct::shown(&known, &words));
        }
    }
    let total = total(portal, &kinds).await?;
    found.hits = ranked(&candidates, &stems, total);
    Ok(found)
}

/// Codes of kinds, as statements compare them: « ,faq,page, ».
fn codes(kinds: &[Kind]) -> String {
    kinds.iter().fold(",".to_owned(), |codes, kind| format!("{codes}{},", kind.code()))
}

/// Texts that contain one of the stems. The limit bounds the work; the order is that of [`ranked`].
async fn candidates(portal: &Portal, kinds: &str, stems: &[String]) -> Result<Vec<Candidate>, Error> {
    let query = any_of(&portal.db, stems);
    Ok(if is_sqlite(&portal.db) {
        on!(portal.db, |c| {
            sqlx::query_as(
                "SELECT d.id, d.kind, d.reference, d.title_stems, d.keyword_stems, d.body_stems
                 FROM search_stems s JOIN search_document d ON d.id = s.document
                 WHERE search_stems MATCH $1 AND $2 LIKE '%,' || d.kind || ',%' ORDER BY d.id LIMIT 2000",
            )
            .bind(query)
            .bind(kinds)
            .fetch_all(c)
            .await
        })?
    } else {
        on!(portal.db, |c| {
            sqlx::query_as(
                "SELECT d.id, d.kind, d.reference, d.title_stems, d.keyword_stems, d.body_stems
                 FROM search_stems s JOIN search_document d ON d.id = s.document
                 WHERE s.stems @@ CAST($1 AS tsquery) AND $2 LIKE '%,' || d.kind || ',%' ORDER BY d.id LIMIT 2000",
            )
            .bind(query)
            .bind(kinds)
            .fetch_all(c)
            .await
        })?
    })
}

async fn total(portal: &Portal, kinds: &str) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM search_document WHERE $1 LIKE '%,' || kind || ',%'")
            .bind(kinds)
            .fetch_one(c)
            .await
    })?)
}
