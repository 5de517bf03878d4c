//! Searches that found nothing, for editors. Owns `search_miss`.

use domain::analyser;
use platform::{
    Error,
    db::{Duration, Moment},
    execute, on,
};
use sqlx::FromRow;

use crate::Portal;

/// Maximum length of the words of a search, in characters.
const MAX_CHARS: usize = 80;
/// Maximum number of different searches stored: beyond it, new ones are not recorded.
const MAX_ROWS: i64 = 2_000;
/// Time after which a search that was not repeated is deleted.
const RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

/// A search that found nothing.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Miss {
    pub words: String,
    pub times: i64,
    pub last_at: Moment,
}

/// Records a search that found nothing: its words, without what may name a person or a company.
pub async fn record(portal: &Portal, typed: &str) -> Result<(), Error> {
    let words = harmless(typed);
    if words.is_empty() {
        return Ok(());
    }
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO search_miss (words, times, last_at)
             SELECT CAST($1 AS TEXT), 1, CAST($2 AS BIGINT) WHERE (SELECT COUNT(*) FROM search_miss) < $3
                 OR EXISTS (SELECT 1 FROM search_miss WHERE words = $1)
             ON CONFLICT (words) DO UPDATE SET times = search_miss.times + 1, last_at = excluded.last_at"
        )
        .bind(words)
        .bind(portal.clock.now())
        .bind(MAX_ROWS)
    )?;
    Ok(())
}

/// Returns the words of a search, folded, without addresses and numbers.
fn harmless(typed: &str) -> String {
    let parts = typed.split_whitespace().filter(|part| !part.contains(['@', '/']));
    let text: String =
        parts.filter(|part| !part.contains(|c: char| c.is_ascii_digit())).collect::<Vec<_>>().join(" ");
    let mut words = String::new();
    for word in analyser::searched_words(&text) {
        if words.len() + word.len() < MAX_CHARS {
            words.push_str(&word);
            words.push(' ');
        }
    }
    words.trim_end().to_owned()
}

/// Returns the most frequent searches that found nothing.
pub async fn list(portal: &Portal) -> Result<Vec<Miss>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT words, times, last_at FROM search_miss ORDER BY times DESC, words LIMIT 200")
            .fetch_all(c)
            .await
    })?)
}

/// Deletes the searches that were not repeated for 90 days. Returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM search_miss WHERE last_at < $1").bind(limit))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_left_out() {
        assert_eq!(harmless("Écrire à jean@exemple.fr, SIRET 12345678900011 n°4"), "ecrire siret");
        assert!(harmless(&"licorne ".repeat(50)).len() <= MAX_CHARS);
        assert_eq!(harmless("0601020304"), "");
    }
}
