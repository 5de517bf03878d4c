use super::entry::Fingerprint;
use crate::{Error, Platform, db::Moment, on};

/// An entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Record {
    /// Number from 0.
    pub number: i64,
    pub appended_at: Moment,
    /// Date of the first checkpoint that covers it: from then on there is a proof.
    pub proven_since: Option<Moment>,
    /// Date of the first timestamp that covers it, as the authority states it.
    pub stamped_at: Option<Moment>,
    /// Number of entries of the checkpoint that has this timestamp.
    pub stamped_size: Option<i64>,
}

/// What the log says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is an entry, to the byte.
    Recorded(Record),
    /// It has the salt of an entry, and other contents.
    Altered,
    Unknown,
}

macro_rules! record {
    ($condition:literal) => {
        concat!(
            "SELECT e.number, e.appended_at,
                    (SELECT c.signed_at FROM log_checkpoint c WHERE c.size > e.number ORDER BY c.size LIMIT 1)
                        AS proven_since,
                    (SELECT t.stamped_at FROM log_timestamp t WHERE t.size > e.number ORDER BY t.size LIMIT 1)
                        AS stamped_at,
                    (SELECT t.size FROM log_timestamp t WHERE t.size > e.number ORDER BY t.size LIMIT 1)
                        AS stamped_size
             FROM log_entry e WHERE ",
            $condition
        )
    };
}

/// Returns what the log says of a text with this fingerprint.
///
/// # Errors
/// [`Error::Busy`].
pub async fn find(platform: &Platform, fingerprint: &Fingerprint) -> Result<Verdict, Error> {
    let found: Option<Record> = on!(platform.db, |c| {
        sqlx::query_as(record!("e.leaf = $1")).bind(fingerprint.leaf.as_slice()).fetch_optional(c).await
    })?;
    if let Some(record) = found {
        return Ok(Verdict::Recorded(record));
    }
    let other: Option<i64> = on!(platform.db, |c| {
        sqlx::query_scalar("SELECT number FROM log_entry WHERE salt_hash = $1")
            .bind(fingerprint.salt.as_slice())
            .fetch_optional(c)
            .await
    })?;
    Ok(if other.is_some() { Verdict::Altered } else { Verdict::Unknown })
}

/// Returns the entry with this number.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn record(platform: &Platform, number: i64) -> Result<Record, Error> {
    let found: Option<Record> = on!(platform.db, |c| {
        sqlx::query_as(record!("e.number = $1")).bind(number).fetch_optional(c).await
    })?;
    found.ok_or(Error::NotFound)
}
