use super::reply::Stamp;
use crate::{
    Error, Platform,
    db::{Db, Moment},
    execute, on,
    transparency::store::{count, number},
};

/// The last timestamp.
pub(super) struct Last {
    /// Size of its checkpoint.
    pub size: u64,
    pub received_at: Moment,
}

pub(super) async fn last(db: &Db) -> Result<Option<Last>, Error> {
    let last: Option<(i64, Moment)> = on!(db, |c| {
        sqlx::query_as("SELECT size, received_at FROM log_timestamp ORDER BY size DESC LIMIT 1")
            .fetch_optional(c)
            .await
    })?;
    last.map(|(size, received_at)| Ok(Last { size: count(size)?, received_at })).transpose()
}

/// Inserts a timestamp. Returns their number: 0 if another process has inserted one of this checkpoint.
pub(super) async fn insert(
    db: &Db,
    size: u64,
    reply: &[u8],
    stamp: Stamp,
    now: Moment,
) -> Result<u64, Error> {
    execute!(
        db,
        sqlx::query(
            "INSERT INTO log_timestamp (size, reply, stamped_at, received_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(number(size)?)
        .bind(reply)
        .bind(stamp.at)
        .bind(now)
    )
    .map_err(Error::from)
}

/// A checkpoint with its timestamp.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StampedCheckpoint {
    /// Signed checkpoint, to the byte as it was timestamped.
    pub note: String,
    /// `TimeStampResp` of RFC 3161.
    pub reply: Vec<u8>,
}

/// Returns the checkpoint of this size with its timestamp.
///
/// # Errors
/// [`Error::NotFound`] without timestamp.
pub async fn stamped_checkpoint(platform: &Platform, size: i64) -> Result<StampedCheckpoint, Error> {
    let found: Option<StampedCheckpoint> = on!(platform.db, |c| {
        sqlx::query_as(
            "SELECT c.note, t.reply FROM log_timestamp t JOIN log_checkpoint c ON c.size = t.size WHERE t.size = $1",
        )
        .bind(size)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the size and the note of the first timestamped checkpoint that covers an entry.
pub(in crate::transparency) async fn stamped_note_covering(
    db: &Db,
    entry: i64,
) -> Result<Option<(u64, String)>, Error> {
    let found: Option<(i64, String)> = on!(db, |c| {
        sqlx::query_as(
            "SELECT c.size, c.note FROM log_timestamp t JOIN log_checkpoint c ON c.size = t.size
             WHERE t.size > $1 ORDER BY t.size LIMIT 1",
        )
        .bind(entry)
        .fetch_optional(c)
        .await
    })?;
    found.map(|(size, note)| Ok((count(size)?, note))).transpose()
}
