//! Request of an archive.

use platform::{Error, db::Duration, throttle};

use super::{
    kind::{ArchiveKind, Order},
    store,
};
use crate::{
    Portal,
    accounts::{history, sessions::Session},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Number of archives of a kind and a company that an account may request within a day: each one reads a lot.
const PER_DAY: i64 = 5;

/// Requests an archive. Replaces a finished one of the same kind and company; does nothing while one is being built.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyRequests`.
pub async fn request<K: ArchiveKind>(portal: &Portal, session: &Session, order: &Order) -> Result<(), Error> {
    let now = portal.clock.now();
    let bucket = format!("archive:{}:{}:{}", K::CODE, order.account_id, order.siren);
    throttle::allow_work(portal, &bucket, PER_DAY, DAY).await?;
    let mut tx = portal.db.begin().await?;
    let replaced = store::delete_finished::<K>(&mut tx, order).await?;
    if store::insert::<K>(&mut tx, order, now).await? {
        history::record_from_session(&mut tx, now, session, K::requested(order)).await?;
    }
    tx.commit().await?;
    if let Some(key) = replaced {
        portal.files.discard(&key).await;
    }
    portal.wake_workers();
    Ok(())
}
