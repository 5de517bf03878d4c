//! Rate limits: attempts within a sliding window, counted exactly in the database across requests and instances.
//!
//! Owns the tables `throttle` and `throttle_attempt`. An attempt is recorded before it is evaluated; a successful one
//! is forgiven, so that only failures count.

use std::net::{IpAddr, Ipv6Addr};

use domain::problem::Problem;

use crate::{
    Error, Platform,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::AttemptId,
    on_tx,
};

const TOUCH: &str = "INSERT INTO throttle (bucket, touched_at) VALUES ($1, $2)
     ON CONFLICT (bucket) DO UPDATE SET touched_at = excluded.touched_at";

/// Outcome of [`attempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Identifier to [`forgive`] the attempt with.
    Allowed(AttemptId),
    Refused {
        retry_after: Duration,
    },
}

/// Records an attempt in `bucket`, unless there were `limit` attempts within `window`.
pub async fn attempt(
    platform: &Platform,
    bucket: &str,
    limit: i64,
    window: Duration,
) -> Result<Attempt, Error> {
    let now = platform.clock.now();
    let mut tx = platform.db.begin().await?;
    // Concurrent attempts wait for this transaction.
    lock(&mut tx, bucket, now).await?;
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
    let id = AttemptId::generate();
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO throttle_attempt (id, bucket, attempted_at) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(bucket)
            .bind(now)
    )?;
    tx.commit().await?;
    Ok(Attempt::Allowed(id))
}

/// Like [`attempt`], with an error that can be shown.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyAttempts`], on the whole form.
pub async fn allow(
    platform: &Platform,
    bucket: &str,
    limit: i64,
    window: Duration,
) -> Result<AttemptId, Error> {
    match attempt(platform, bucket, limit, window).await? {
        Attempt::Allowed(id) => Ok(id),
        Attempt::Refused { retry_after } => {
            Err(Error::invalid("", Problem::TooManyAttempts { minutes: minutes(retry_after) }))
        }
    }
}

/// Like [`allow`], for work that costs the portal a lot: every request counts, whatever its outcome.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyRequests`], on the whole form.
pub async fn allow_work(
    platform: &Platform,
    bucket: &str,
    limit: i64,
    window: Duration,
) -> Result<(), Error> {
    match attempt(platform, bucket, limit, window).await? {
        Attempt::Allowed(_) => Ok(()),
        Attempt::Refused { retry_after } => {
            Err(Error::invalid("", Problem::TooManyRequests { minutes: minutes(retry_after) }))
        }
    }
}

/// Removes an attempt that succeeded.
pub async fn forgive(platform: &Platform, attempt: AttemptId) -> Result<(), Error> {
    execute!(platform.db, sqlx::query("DELETE FROM throttle_attempt WHERE id = $1").bind(attempt))?;
    Ok(())
}

/// Removes a bucket with all its attempts.
pub async fn forget(tx: &mut Tx, bucket: &str) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM throttle WHERE bucket = $1").bind(bucket))?;
    Ok(())
}

/// Writes a bucket without recording an attempt. For branches that must take as long as one that writes.
pub async fn touch(platform: &Platform, bucket: &str) -> Result<(), Error> {
    let now = platform.clock.now();
    execute!(platform.db, sqlx::query(TOUCH).bind(bucket).bind(now))?;
    Ok(())
}

/// Locks a bucket until the end of the transaction, for work that has no row of its own to lock.
pub async fn lock(tx: &mut Tx, bucket: &str, now: Moment) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query(TOUCH).bind(bucket).bind(now))?;
    Ok(())
}

/// Network of one subscriber, for the name of a bucket: an IPv4 address or an IPv6 /64.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
    }
}

/// Network of one organisation, whose addresses share a limit: an IPv4 /24 or an IPv6 /64.
pub fn subnet(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        address @ IpAddr::V6(_) => network(address),
    }
}

/// Whole minutes to wait, rounded up, at least one.
pub fn minutes(retry_after: Duration) -> u32 {
    u32::try_from(retry_after.as_secs().div_ceil(60)).unwrap_or(u32::MAX).max(1)
}

/// Deletes attempts more than a day old: no window is longer. Returns the number of buckets deleted.
pub async fn purge(platform: &Platform) -> Result<u64, Error> {
    let limit = platform.clock.now() - Duration::from_secs(24 * 3600);
    let mut tx = platform.db.begin().await?;
    execute_tx!(tx, sqlx::query("DELETE FROM throttle_attempt WHERE attempted_at < $1").bind(limit))?;
    let buckets = execute_tx!(tx, sqlx::query("DELETE FROM throttle WHERE touched_at < $1").bind(limit))?;
    tx.commit().await?;
    Ok(buckets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_subscriber_are_one_network() {
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
    fn addresses_of_one_organisation_are_one_subnet() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.0/24"),
            ("::ffff:192.0.2.250", "192.0.2.0/24"),
            ("192.0.3.7", "192.0.3.0/24"),
            ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(subnet(address.parse().expect("an address")), expected);
        }
    }

    #[test]
    fn waits_are_rounded_up_to_whole_minutes() {
        for (seconds, expected) in [(0, 1), (1, 1), (60, 1), (61, 2), (900, 15)] {
            assert_eq!(minutes(Duration::from_secs(seconds)), expected);
        }
    }
}
