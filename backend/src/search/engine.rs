//! The part of the index that differs by engine: stems in FTS5 on SQLite, in a `tsvector` on PostgreSQL.
//!
//! Both hold stems and tokens as they are, and only find the texts that contain them: `search_stems` is that of texts for
//! everybody, `search_scoped` that of texts with readers.

use platform::db::Db;
use sqlx::raw_sql;

/// Short beginnings of the words of `search_scoped` have an index of their own: three to five letters of a token, of which
/// two say its part and kind.
const SQLITE: &str = "CREATE VIRTUAL TABLE IF NOT EXISTS search_stems USING fts5(document UNINDEXED, stems, \
                      tokenize = 'unicode61');
    CREATE VIRTUAL TABLE IF NOT EXISTS search_scoped USING fts5(tokens, tokenize = 'unicode61', detail = none, \
                      columnsize = 0, prefix = '3 4 5')";

const POSTGRES: &str =
    "CREATE TABLE IF NOT EXISTS search_stems (document TEXT NOT NULL PRIMARY KEY, stems TSVECTOR NOT NULL);
    CREATE INDEX IF NOT EXISTS search_stems_by_stem ON search_stems USING GIN (stems);
    CREATE TABLE IF NOT EXISTS search_scoped (rowid BIGINT NOT NULL PRIMARY KEY, tokens TEXT NOT NULL,
        vector TSVECTOR NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED);
    CREATE INDEX IF NOT EXISTS search_scoped_by_token ON search_scoped USING GIN (vector)";

/// Number of the advisory lock under which instances that start together create the tables.
const LOCK: i64 = 0x5ea2_c400;

/// Creates the tables, unless they exist.
pub(crate) async fn create(db: &Db) -> anyhow::Result<()> {
    match db {
        Db::Sqlite { write, .. } => {
            raw_sql(SQLITE).execute(write).await?;
        }
        Db::Postgres(pool) => {
            let mut transaction = pool.begin().await?;
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *transaction).await?;
            raw_sql(POSTGRES).execute(&mut *transaction).await?;
            transaction.commit().await?;
        }
    }
    Ok(())
}

/// Writes stems as a query of the engine: texts that contain one of them. Stems are ASCII letters and digits.
pub(super) fn any_of(db: &Db, stems: &[String]) -> String {
    let (quote, or) = if is_sqlite(db) { ('"', " OR ") } else { ('\'', " | ") };
    stems.iter().map(|stem| format!("{quote}{stem}{quote}")).collect::<Vec<_>>().join(or)
}

pub(super) fn is_sqlite(db: &Db) -> bool {
    matches!(db, Db::Sqlite { .. })
}
