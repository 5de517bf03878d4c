use sqlx::{PgPool, SqlitePool};

use super::tx::{Tx, Work};
use crate::live::Bus;

/// Database: pools of one engine. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// SQLite allows one writer at a time: with a pool of one connection, writers queue instead of failing.
    Sqlite {
        read: SqlitePool,
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

    #[doc(hidden)]
    pub fn this(&self) -> &Db {
        self
    }
}
