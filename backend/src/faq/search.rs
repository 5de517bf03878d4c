//! Search of entries.

use std::collections::HashMap;

use platform::Error;

use super::read::{Summary, summaries};
use crate::{
    Portal,
    search::{self, Kind},
};

/// Maximum number of entries of a search.
const MAX_RESULTS: usize = 20;

/// Least share of the search that an entry contains.
const LEAST_COVERAGE: f64 = 0.3;

/// Entries that a search has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Best first.
    pub entries: Vec<Summary>,
    /// The words that were looked for, if some that no text contains were taken for others.
    pub corrected: Option<String>,
    /// Words of the texts that begin like the last one typed.
    pub suggestions: Vec<String>,
}

/// Finds entries. Records a search that finds none.
pub async fn search(portal: &Portal, typed: &str) -> Result<Results, Error> {
    let found = search::find(portal, &[Kind::Faq], typed).await?;
    let mut known: HashMap<String, Summary> =
        summaries(portal).await?.into_iter().map(|summary| (summary.id.clone(), summary)).collect();
    let hits = found.hits.iter().filter(|hit| hit.coverage >= LEAST_COVERAGE);
    let entries: Vec<Summary> =
        hits.filter_map(|hit| known.remove(&hit.reference)).take(MAX_RESULTS).collect();
    if entries.is_empty() {
        search::record_miss(portal, typed).await?;
    }
    Ok(Results { entries, corrected: found.corrected, suggestions: found.suggestions })
}
