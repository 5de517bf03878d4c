//! One SQL text, two engines: SQLite (default) and PostgreSQL, each through its native driver.
//!
//! `$1` placeholders, `UUID`, `BIGINT`, `BYTEA`, `BOOLEAN`, `TEXT` and `JSONB` (objects only) mean the same on both.
//! [`on!`](crate::on) reads, [`change!`](crate::change) runs one writing statement, [`on_tx!`](crate::on_tx) works
//! inside a [`Tx`]. Where the dialects must differ, the difference sits in [`dialect`].

mod connect;
pub mod dialect;
mod moment;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::live::{self, Bus, Signal};

pub use connect::MIGRATIONS;
pub use moment::{Duration, Moment};

/// The database: pools of one engine. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// SQLite has one writer at a time: a pool of one connection makes writers queue in order instead of colliding.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
        /// One process has the database to itself: it tells its own watchers.
        live: Bus,
    },
    Postgres(PgPool),
}

/// A writing transaction. Rolled back when dropped without [`Tx::commit`].
///
/// Never begin a second one while holding the first: on SQLite it would wait for itself until the pool times out.
#[derive(Debug)]
pub struct Tx {
    work: Work,
    /// What open pages are told once it is committed.
    signals: Vec<Signal>,
}

#[doc(hidden)]
#[derive(Debug)]
pub enum Work {
    Sqlite(Transaction<'static, Sqlite>, Bus),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a writing transaction; `BEGIN IMMEDIATE` on SQLite, so that it never fails half-way for want of the lock.
    ///
    /// # Errors
    /// Pool time-out or busy database: [`crate::Error::Busy`] once converted.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        let work = match self {
            Db::Sqlite { write, live, .. } => {
                Work::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?, live.clone())
            }
            Db::Postgres(pool) => Work::Postgres(pool.begin().await?),
        };
        Ok(Tx { work, signals: Vec::new() })
    }

    #[doc(hidden)]
    pub fn this(&self) -> &Db {
        self
    }
}

impl Tx {
    /// Tells open pages, if and when this transaction commits.
    pub fn tell(&mut self, signal: Signal) {
        if !self.signals.contains(&signal) {
            self.signals.push(signal);
        }
    }

    /// Makes everything durable; only after this may anything be acknowledged.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self.work {
            Work::Sqlite(tx, live) => {
                tx.commit().await?;
                live.deliver(&self.signals);
            }
            Work::Postgres(mut tx) => {
                // Delivered by the database when the transaction commits, to this process as to the others.
                for payload in live::payloads(&self.signals) {
                    sqlx::query("SELECT pg_notify($1, $2)")
                        .bind(live::CHANNEL)
                        .bind(payload)
                        .execute(&mut *tx)
                        .await?;
                }
                tx.commit().await?;
            }
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        match self.work {
            Work::Sqlite(tx, _) => tx.rollback().await,
            Work::Postgres(tx) => tx.rollback().await,
        }
    }

    #[doc(hidden)]
    pub fn this(&mut self) -> &mut Work {
        &mut self.work
    }

    fn is_postgres(&self) -> bool {
        matches!(self.work, Work::Postgres(_))
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
            $crate::db::Work::Sqlite(transaction, _) => {
                let $c = &mut **transaction;
                $body
            }
            $crate::db::Work::Postgres(transaction) => {
                let $c = &mut **transaction;
                $body
            }
        }
    };
}
