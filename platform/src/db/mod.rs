//! One SQL text, two engines: SQLite (default) and PostgreSQL, each through its native driver.
//!
//! `$1` placeholders, `UUID`, `BIGINT`, `BYTEA`, `BOOLEAN`, `TEXT` and `JSONB` (objects only) mean the same on both.
//! [`on!`](crate::on) reads, [`execute!`](crate::execute) writes, [`on_tx!`](crate::on_tx) and
//! [`execute_tx!`](crate::execute_tx) do so inside a [`Tx`]. Differences between the dialects are in [`dialect`].

mod connect;
mod database;
pub mod dialect;
mod macros;
mod moment;
mod read_pool;
mod searched_words;
mod serve_lock;
mod tx;
mod write_probe;

pub use database::Db;
pub use moment::{Duration, Moment};
pub use read_pool::{ReadPool, Reader};
pub use searched_words::SearchedWords;
pub use serve_lock::ServeLock;
pub use tx::{Tx, Work};
