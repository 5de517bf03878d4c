//! Queue of the archives of one kind to build.

use std::marker::PhantomData;

use super::{
    kind::{ArchiveKind, Order},
    state::RETENTION,
    store,
    writer::{ArchiveWriter, LEASE},
};
use platform::{
    Error, Platform,
    db::{Duration, Moment},
    files::StoredFile,
    mail::{self, Lifetime},
    outbox::{Failure, Filter, Leased, Limit, Queue},
};

use crate::{Portal, accounts::account, id::ArchiveId};

/// Number of attempts after which the archive fails.
const MAX_ATTEMPTS: i32 = 5;

/// Archives of one kind to build.
pub struct ArchiveQueue<K> {
    portal: Portal,
    kind: PhantomData<K>,
}

impl<K> ArchiveQueue<K> {
    pub fn new(portal: &Portal) -> Self {
        ArchiveQueue { portal: portal.clone(), kind: PhantomData }
    }
}

impl<K: ArchiveKind> Queue for ArchiveQueue<K> {
    type Row = Order;

    const TABLE: &'static str = "archive";
    const COLUMNS: &'static str = "account_id, siren, period_start, period_end";
    const DONE_AT: &'static str = "ready_at";
    // An archive reads a lot and may take minutes.
    const BATCH: u32 = 1;
    const DROPPED_AT_SHUTDOWN: bool = true;

    fn platform(&self) -> &Platform {
        &self.portal
    }

    fn lease(&self) -> Duration {
        LEASE
    }

    fn filter(&self, _now: Moment) -> Filter {
        Filter { condition: K::ROWS, parameters: Vec::new() }
    }

    fn limit(&self, _: &Order) -> Limit {
        Limit::Attempts(MAX_ATTEMPTS)
    }

    fn kind<'r>(&self, _: &'r Order) -> &'r str {
        K::CODE
    }

    async fn attempt(&self, leased: &Leased<Order>) -> Result<(), Failure> {
        build::<K>(&self.portal, leased.id.into(), &leased.row).await.map_err(|error| match error {
            // The account was deleted, or has lost the right to what it requested.
            Error::NotFound | Error::Refused(_) => Failure::Permanent(error.into()),
            error => error.into(),
        })
    }
}

/// Builds and publishes one archive.
///
/// # Errors
/// As [`ArchiveKind::write`].
async fn build<K: ArchiveKind>(portal: &Portal, id: ArchiveId, order: &Order) -> Result<(), Error> {
    let mut archive = ArchiveWriter::begin(portal, id).await?;
    let confidential = K::write(portal, order, &mut archive).await?;
    let stored = archive.finish().await?;
    let published = publish::<K>(portal, id, order, &confidential, &stored).await;
    if let Err(error) = &published
        && !matches!(error, Error::Busy { .. } | Error::Unexpected(_))
    {
        portal.files.discard(&stored.key).await;
    }
    published
}

/// Stores the file's key and notifies the owner, once.
async fn publish<K: ArchiveKind>(
    portal: &Portal,
    id: ArchiveId,
    order: &Order,
    confidential: &[String],
    stored: &StoredFile,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let until = now + RETENTION;
    let mut tx = portal.db.begin().await?;
    if !store::publish(&mut tx, id, stored, confidential, (now, until)).await? {
        return Err(Error::NotFound);
    }
    let owner = account::by_id_tx(&mut tx, order.account_id).await?.ok_or(Error::NotFound)?;
    let letter = K::letter(portal, order, owner.first_name, until);
    mail::enqueue(&mut tx, now, &owner.email, &letter, Lifetime::Until(until)).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
