use anyhow::Context;

use super::{
    entry::Entry,
    merkle::{Hash, Node},
};
use crate::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx, on, on_tx,
};

/// Appends an entry to the log if and when the transaction commits. Returns its number, from 0, without gaps.
///
/// Locks the counter until the end of the transaction: call it last.
///
/// # Errors
/// [`Error::Busy`].
pub async fn append(tx: &mut Tx, now: Moment, entry: &Entry<'_>) -> Result<i64, Error> {
    let size: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("UPDATE log_counter SET size = size + 1 WHERE id = 1 RETURNING size")
            .fetch_one(c)
            .await
    })?;
    let (index, fingerprint) = (size - 1, entry.fingerprint());
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO log_entry (number, leaf, salt_hash, appended_at) VALUES ($1, $2, $3, $4)")
            .bind(index)
            .bind(fingerprint.leaf.as_slice())
            .bind(fingerprint.salt.as_slice())
            .bind(now)
    )?;
    Ok(index)
}

/// Returns the number of entries.
pub(super) async fn size(db: &Db) -> Result<u64, Error> {
    let size: i64 =
        on!(db, |c| { sqlx::query_scalar("SELECT size FROM log_counter WHERE id = 1").fetch_one(c).await })?;
    Ok(count(size)?)
}

/// Returns the entries from `first` on, at most `limit`.
pub(super) async fn entries(db: &Db, first: u64, limit: i64) -> Result<Vec<(i64, Vec<u8>)>, Error> {
    let first = number(first)?;
    Ok(on!(db, |c| {
        sqlx::query_as("SELECT number, leaf FROM log_entry WHERE number >= $1 ORDER BY number LIMIT $2")
            .bind(first)
            .bind(limit)
            .fetch_all(c)
            .await
    })?)
}

/// Returns the hashes of complete subtrees, which never change.
pub(super) async fn hashes(db: &Db, nodes: &[Node]) -> Result<Vec<Hash>, Error> {
    let mut hashes = Vec::with_capacity(nodes.len());
    for node in nodes {
        hashes.push(hash(db, *node).await?);
    }
    Ok(hashes)
}

async fn hash(db: &Db, node: Node) -> Result<Hash, Error> {
    let position = number(node.position)?;
    let bytes: Option<Vec<u8>> = match node.level {
        0 => on!(db, |c| {
            sqlx::query_scalar("SELECT leaf FROM log_entry WHERE number = $1")
                .bind(position)
                .fetch_optional(c)
                .await
        })?,
        level => on!(db, |c| {
            sqlx::query_scalar("SELECT hash FROM log_node WHERE level = $1 AND position = $2")
                .bind(i64::from(level))
                .bind(position)
                .fetch_optional(c)
                .await
        })?,
    };
    Ok(to_hash(bytes.with_context(|| format!("the log has lost its {node:?}"))?)?)
}

/// Returns a hash as stored.
pub(super) fn to_hash(bytes: Vec<u8>) -> anyhow::Result<Hash> {
    bytes.try_into().map_err(|_| anyhow::anyhow!("a hash of the log has not 32 bytes"))
}

/// Returns a size or number as the database stores it.
pub(super) fn number(value: u64) -> anyhow::Result<i64> {
    i64::try_from(value).context("a number of the log is too large")
}

/// Returns a stored size or number.
pub(super) fn count(value: i64) -> anyhow::Result<u64> {
    u64::try_from(value).context("a number of the log is negative")
}
