//! One SQL text, two engines: SQLite (default) and PostgreSQL, each through its native driver.
//!
//! `$1` placeholders, `UUID`, `BIGINT`, `BYTEA`, `BOOLEAN`, `TEXT` and `JSONB` (objects only) mean the same on both.
//! [`on!`](crate::on) reads, [`change!`](crate::change) runs one writing statement, [`on_tx!`](crate::on_tx) works
//! inside a [`Tx`]. Where the dialects must differ, the difference sits in [`dialect`].

mod connect;
pub mod dialect;
mod moment;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use connect::MIGRATIONS;
pub use moment::{Duration, Moment};

/// The database: pools of one engine. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// SQLite has one writer at a time: a pool of one connection makes writers queue in order instead of colliding.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A writing transaction. Rolled back when dropped without [`Tx::commit`].
///
/// Never begin a second one while holding the first: on SQLite it would wait for itself until the pool times out.
#[derive(Debug)]
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a writing transaction; `BEGIN IMMEDIATE` on SQLite, so that it never fails half-way for want of the lock.
    ///
    /// # Errors
    /// Pool time-out or busy database: [`crate::Error::Busy`] once converted.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    #[doc(hidden)]
    pub fn this(&self) -> &Db {
        self
    }
}

impl Tx {
    /// Makes everything durable; only after this may anything be acknowledged.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }

    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        match self {
            Tx::Sqlite(tx) => tx.rollback().await,
            Tx::Postgres(tx) => tx.rollback().await,
        }
    }

    #[doc(hidden)]
    pub fn this(&mut self) -> &mut Tx {
        self
    }
}

/// Reads: `on!(db, |c| sqlx::query_as::<_, Row>("SELECT … WHERE id = $1").bind(id).fetch_optional(c).await)?`.
/// On SQLite `c` is a pool of connections that refuse to write.
#[macro_export]
macro_rules! on {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db.this() {
            $crate::db::Db::Sqlite { read: $c, .. } => $body,
            $crate::db::Db::Postgres($c) => $body,
        }
    };
}

/// One writing statement outside any transaction: same form as [`on!`](crate::on), on the writing connection.
#[macro_export]
macro_rules! change {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db.this() {
            $crate::db::Db::Sqlite { write: $c, .. } => $body,
            $crate::db::Db::Postgres($c) => $body,
        }
    };
}

/// Inside a transaction (`Tx` or `&mut Tx`): same form as [`on!`](crate::on); `c` is the connection, used once.
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx.this() {
            $crate::db::Tx::Sqlite(transaction) => {
                let $c = &mut **transaction;
                $body
            }
            $crate::db::Tx::Postgres(transaction) => {
                let $c = &mut **transaction;
                $body
            }
        }
    };
}
