//! Reads a page of a sorted list: first its newest rows, then those that the index knows.

use domain::analyser::{Pattern, Query};
use platform::db::Db;
use sqlx::FromRow;

use super::{Part, text::scope_token};
use crate::search::engine::is_sqlite;

/// Number of rows of a list that are compared with the search before the index is asked. Frequent words fill a page from
/// them, without the index having to find and sort all their texts; rare words are few in the index.
pub(crate) const WALKED: i64 = 400;

/// A row of a list, with the tokens of its text.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Walked<T> {
    #[sqlx(flatten)]
    row: T,
    tokens: String,
}

/// A search in some parts of texts.
#[derive(Clone, Debug)]
pub(crate) struct Searched {
    query: Query,
    parts: &'static [Part],
}

impl Searched {
    /// Reads a search as typed.
    pub fn read(typed: &str, parts: &'static [Part]) -> Self {
        Searched { query: Query::read(typed), parts }
    }

    /// Returns `true` for a search without words, which every text matches.
    pub fn is_empty(&self) -> bool {
        self.query.is_empty()
    }

    /// Returns the rows that match among the first [`WALKED`] of a list; `None` if they do not decide on a page of
    /// `wanted` rows: the index must be asked.
    pub fn page_of<R>(&self, walked: Vec<Walked<R>>, wanted: usize) -> Option<Vec<R>> {
        let is_whole = walked.len() < usize::try_from(WALKED).unwrap_or(usize::MAX);
        let mut rows: Vec<R> =
            walked.into_iter().filter(|one| self.matches(&one.tokens)).map(|one| one.row).collect();
        rows.truncate(wanted);
        (is_whole || rows.len() == wanted).then_some(rows)
    }

    fn matches(&self, tokens: &str) -> bool {
        self.query.matches(|pattern| {
            tokens.split(' ').any(|token| {
                let in_part = |part: &Part| token.strip_prefix(part.letter());
                self.parts.iter().filter_map(in_part).any(|token| pattern.matches(token))
            })
        })
    }

    /// Returns the statement of the engine.
    pub fn statement<T>(db: &Db, sqlite: T, postgres: T) -> T {
        if is_sqlite(db) { sqlite } else { postgres }
    }

    /// Writes the search as a condition of the engine: texts of one of the scopes that have each word.
    pub fn condition(&self, db: &Db, scopes: &[String]) -> String {
        let engine = if is_sqlite(db) { &SQLITE } else { &POSTGRES };
        let scopes = scopes.iter().map(|scope| engine.token(&scope_token(scope), false));
        let words = self.query.clauses().iter().map(|alternatives| {
            let alternatives = alternatives
                .iter()
                .map(|tokens| joined(tokens.iter().map(|pattern| self.pattern(engine, pattern)), engine.and));
            joined(alternatives, engine.or)
        });
        let scopes = joined(scopes, engine.or);
        joined(std::iter::once(scopes).chain(words), engine.and)
    }

    fn pattern(&self, engine: &Engine, Pattern { token, is_beginning }: &Pattern) -> String {
        let in_part = |part: &Part| engine.token(&format!("{}{token}", part.letter()), *is_beginning);
        joined(self.parts.iter().map(in_part), engine.or)
    }
}

/// Syntax of the conditions of an engine.
struct Engine {
    and: &'static str,
    or: &'static str,
    quote: char,
    beginning: &'static str,
}

const SQLITE: Engine = Engine { and: " AND ", or: " OR ", quote: '"', beginning: " *" };
const POSTGRES: Engine = Engine { and: " & ", or: " | ", quote: '\'', beginning: ":*" };

impl Engine {
    /// Writes a token; tokens are ASCII letters and digits.
    fn token(&self, token: &str, is_beginning: bool) -> String {
        let Engine { quote, beginning, .. } = self;
        let end = if is_beginning { beginning } else { "" };
        format!("{quote}{token}{quote}{end}")
    }
}

fn joined(conditions: impl Iterator<Item = String>, with: &str) -> String {
    format!("({})", conditions.collect::<Vec<_>>().join(with))
}

/// SQL: table `found` of the numbers of the texts that match the condition bound to `$condition`, for SQLite. A list is
/// read from it, never the reverse: `FROM found CROSS JOIN …`.
macro_rules! found_by_sqlite {
    ($condition:literal) => {
        concat!(
            "WITH found AS MATERIALIZED
                 (SELECT rowid AS number FROM search_scoped WHERE search_scoped MATCH ",
            $condition,
            ") "
        )
    };
}

/// As [`found_by_sqlite`], for PostgreSQL.
macro_rules! found_by_postgres {
    ($condition:literal) => {
        concat!(
            "WITH found AS MATERIALIZED
                 (SELECT rowid AS number FROM search_scoped WHERE vector @@ CAST(",
            $condition,
            " AS tsquery)) "
        )
    };
}
pub(crate) use {found_by_postgres, found_by_sqlite};

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(tokens: &str, count: usize) -> Vec<Walked<usize>> {
        (0..count).map(|row| Walked { row, tokens: tokens.to_owned() }).collect()
    }

    #[test]
    fn index_is_asked_if_the_first_rows_do_not_fill_a_page() {
        let search = Searched::read("creance", &[Part::Text]);
        let many = usize::try_from(WALKED).expect("a number");
        let found = "tmcreance tscreanc z1";
        assert_eq!(search.page_of(walked(found, many), 3), Some(vec![0, 1, 2]));
        assert_eq!(search.page_of(walked("tmautre tsautr", many), 3), None);
        assert_eq!(search.page_of(walked("tmautre tsautr", many - 1), 3), Some(vec![]));
        assert_eq!(search.page_of(walked("cmcreance cscreanc", 5), 3), Some(vec![]), "another part");
    }
}
