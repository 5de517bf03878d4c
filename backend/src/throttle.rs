//! Limits on attempts: so many within a sliding window, counted in the database, exactly, whatever the concurrency
//! and the number of instances.
//!
//! An attempt is written before it is evaluated; one that succeeds is forgiven, so that only failures count against
//! the next ones.

use std::net::{IpAddr, Ipv6Addr};

use domain::problem::Problem;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    on_tx,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    Allowed(Uuid),
    Refused { retry_after: Duration },
}

/// Counts one attempt in `bucket`, at most `limit` within `window`.
pub async fn attempt(portal: &Portal, bucket: &str, limit: i64, window: Duration) -> Result<Attempt, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    // Writing the bucket's row first makes everyone else who wants the same bucket wait for this transaction.
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO throttle (bucket, touched_at) VALUES ($1, $2)
             ON CONFLICT (bucket) DO UPDATE SET touched_at = excluded.touched_at",
        )
        .bind(bucket)
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let (count, oldest): (i64, Option<Moment>) = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT COUNT(*), MIN(attempted_at) FROM throttle_attempt WHERE bucket = $1 AND attempted_at > $2",
        )
        .bind(bucket)
        .bind(now - window)
        .fetch_one(c)
        .await
    })?;
    if count >= limit {
        let free_at = oldest.unwrap_or(now) + window;
        return Ok(Attempt::Refused { retry_after: free_at.since(now) });
    }
    let id = Uuid::now_v7();
    on_tx!(tx, |c| {
        sqlx::query("INSERT INTO throttle_attempt (id, bucket, attempted_at) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(bucket)
            .bind(now)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    tx.commit().await?;
    Ok(Attempt::Allowed(id))
}

/// The same, refused in words.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyAttempts`], on the whole form.
pub async fn allow(portal: &Portal, bucket: &str, limit: i64, window: Duration) -> Result<Uuid, Error> {
    match attempt(portal, bucket, limit, window).await? {
        Attempt::Allowed(id) => Ok(id),
        Attempt::Refused { retry_after } => {
            Err(Error::invalid("", Problem::TooManyAttempts { minutes: minutes(retry_after) }))
        }
    }
}

/// Takes back an attempt that succeeded.
pub async fn forgive(portal: &Portal, attempt: Uuid) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("DELETE FROM throttle_attempt WHERE id = $1").bind(attempt).execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// Where attempts from one subscriber come from: an IPv4 address, an IPv6 /64 (one subscriber holds all of it).
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
    }
}

/// Whole minutes to wait, at least one, as a person is told.
pub fn minutes(retry_after: Duration) -> u32 {
    u32::try_from(retry_after.as_secs().div_ceil(60)).unwrap_or(u32::MAX).max(1)
}

/// Forgets attempts of more than a day ago: no window is longer.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM throttle_attempt WHERE attempted_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    let gone = on_tx!(tx, |c| {
        sqlx::query("DELETE FROM throttle WHERE touched_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    tx.commit().await?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscriber_is_one_network() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().expect("an address")), expected);
        }
    }

    #[test]
    fn waits_are_told_in_whole_minutes() {
        for (seconds, expected) in [(0, 1), (1, 1), (60, 1), (61, 2), (900, 15)] {
            assert_eq!(minutes(Duration::from_secs(seconds)), expected);
        }
    }
}
