use domain::co_owner::CoOwner;
use platform::{
    co_owners::{RightsChanges, RightsEvent, SignedBody},
    db::{Moment, Tx},
};
use sha2::{Digest, Sha256};

use super::{log::EventKey, outcome::EventOutcome};
use crate::{
    Portal,
    companies::{
        pushes::{PushRefusal, read_signed},
        rattachements::{self, LinkRow},
        rights::{
            change_log,
            difference::{Difference, Holder},
            fetch, store,
        },
    },
};

/// Applies an event: rights, their history and the notice to the person, in one transaction.
///
/// # Errors
/// See [`PushRefusal`].
pub async fn receive_event(
    portal: &Portal,
    co_owner: CoOwner,
    signed: &SignedBody<'_>,
) -> Result<EventOutcome, PushRefusal> {
    let now = portal.clock.now();
    let event = read_signed(portal, co_owner, signed, |body| portal.co_owners.read_event(co_owner, body))?;
    let key = EventKey { id: event.id, co_owner, hash: Sha256::digest(signed.body).to_vec() };
    let received = Received { co_owner, event: &event, key, now };
    let outcome = match received.apply(portal).await? {
        Attempt::Done(outcome) => outcome,
        Attempt::VersionGap(link) => received.refetch(portal, &link).await?,
    };
    tracing::info!(co_owner = co_owner.code(), event = %event.id, outcome = outcome.code(), "rights event");
    Ok(outcome)
}

enum Attempt {
    Done(EventOutcome),
    /// The changes of the event cannot be applied to the stored rights.
    VersionGap(LinkRow),
}

struct Received<'a> {
    co_owner: CoOwner,
    event: &'a RightsEvent,
    key: EventKey,
    now: Moment,
}

impl Received<'_> {
    async fn apply(&self, portal: &Portal) -> Result<Attempt, PushRefusal> {
        let mut tx = portal.db.begin().await?;
        if !self.key.record(&mut tx, EventOutcome::Applied, self.now).await? {
            return Ok(Attempt::Done(self.key.recorded_outcome(&mut tx).await?));
        }
        let link = rattachements::lock_by_subject(&mut tx, self.co_owner, &self.event.subject).await?;
        let link = link.ok_or(PushRefusal::Unknown)?;
        if self.event.version <= link.version {
            self.key.set_outcome(&mut tx, EventOutcome::AlreadyKnown).await?;
            tx.commit().await?;
            return Ok(Attempt::Done(EventOutcome::AlreadyKnown));
        }
        let follows = link.known && self.event.previous == link.version;
        let Some(changes) = self.event.changes.as_ref().filter(|_| follows) else {
            // The event is recorded with the fetched rights, not before: until then it may be delivered again.
            tx.rollback().await?;
            return Ok(Attempt::VersionGap(link));
        };
        self.change(&mut tx, &link, changes).await?;
        tx.commit().await?;
        Ok(Attempt::Done(EventOutcome::Applied))
    }

    async fn change(&self, tx: &mut Tx, link: &LinkRow, changes: &RightsChanges) -> Result<(), PushRefusal> {
        let before = store::current_rights(tx, link.id).await?;
        let mut after = before.clone();
        after.extend(changes.granted.iter().cloned());
        after.retain(|right| !changes.withdrawn.contains(right));
        let difference = Difference::between(&before, &after);
        store::change_rights(tx, link.id, &difference, &changes.companies).await?;
        rattachements::set_version(tx, link.id, self.event.version, self.now).await?;
        let holder = Holder { account: link.account_id, co_owner: self.co_owner };
        change_log::record_and_notify(tx, self.now, holder, &difference).await?;
        Ok(())
    }

    async fn refetch(&self, portal: &Portal, link: &LinkRow) -> Result<EventOutcome, PushRefusal> {
        let answer = fetch::fetch(portal, self.co_owner, &self.event.subject, None).await;
        let answer = answer.map_err(|failure| {
            tracing::warn!(co_owner = self.co_owner.code(), %failure, "failed to fetch rights after a version gap");
            PushRefusal::CoOwnerUnavailable
        })?;
        let mut tx = portal.db.begin().await?;
        if !self.key.record(&mut tx, EventOutcome::Refetched, self.now).await? {
            return self.key.recorded_outcome(&mut tx).await;
        }
        fetch::store_answer(&mut tx, link.id, &answer, self.now).await?;
        tx.commit().await?;
        Ok(EventOutcome::Refetched)
    }
}
