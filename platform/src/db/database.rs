use sqlx::{PgPool, SqlitePool};

use super::{
    Moment, ReadPool,
    tx::{Tx, Work},
};
use crate::{execute, live::Bus};

/// Database: pools of one engine. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// SQLite allows one writer at a time: with a pool of one connection, writers queue instead of failing.
    Sqlite {
        read: ReadPool,
        write: SqlitePool,
        /// SQLite serves one process, which notifies its own subscribers.
        live: Bus,
    },
    Postgres(PgPool),
}

impl Db {
    /// Begins a write transaction. `BEGIN IMMEDIATE` on SQLite, so that later statements never fail to get the lock.
    ///
    /// # Errors
    /// Pool timeout or busy database: converted to [`crate::Error::Busy`].
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        let work = match self {
            Db::Sqlite { write, live, .. } => {
                Work::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?, live.clone())
            }
            Db::Postgres(pool) => Work::Postgres(pool.begin().await?),
        };
        Ok(Tx::new(work))
    }

    /// Executes deletions whose only parameter is `limit`; returns the number of deleted rows.
    ///
    /// # Errors
    /// Those of the statements; the preceding ones stay executed.
    pub async fn delete_before(&self, limit: Moment, deletions: &[&'static str]) -> Result<u64, sqlx::Error> {
        let mut deleted = 0;
        for deletion in deletions {
            deleted += execute!(self, sqlx::query(*deletion).bind(limit))?;
        }
        Ok(deleted)
    }

    #[doc(hidden)]
    pub fn this(&self) -> &Db {
        self
    }
}
