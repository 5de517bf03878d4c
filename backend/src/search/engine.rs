//! The part of the index that differs by engine: stems in FTS5 on SQLite, in a `tsvector` on PostgreSQL.
//!
//! Both hold the stems as they are, and only find the texts that contain one of them.

use platform::db::Db;
use sqlx::raw_sql;

const SQLITE: &str = "CREATE VIRTUAL TABLE IF NOT EXISTS search_stems USING fts5(document UNINDEXED, stems, \
                      tokenize = 'unicode61')";

const POSTGRES: &str =
    "CREATE TABLE IF NOT EXISTS search_stems (document TEXT NOT NULL PRIMARY KEY, stems TSVECTOR NOT NULL);
    CREATE INDEX IF NOT EXISTS search_stems_by_stem ON search_stems USING GIN (stems)";

/// Number of the advisory lock under which instances that start together create the table.
const LOCK: i64 = 0x5ea2_c400;

/// Creates the table, unless it exists.
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
