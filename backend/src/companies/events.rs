//! Changes of rights that a co-owner pushes (004: they apply in real time). Contract: `docs/api/portail.json`.
//!
//! An event says which version of the account's rights it made and which one it changed. So a late one is known by its
//! number, and one that was missed by the gap it leaves: everything is then read again at the co-owner. Asking and being
//! told share that one count, whichever comes first.

use domain::co_owner::CoOwner;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    changes::{self, Difference, Holder},
    refresh, store,
};
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on_tx,
    partners::{RightsChanges, RightsEvent, Signed},
};

/// Events are remembered well beyond the time during which their signature is accepted, and beyond a co-owner's retries.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// What an event did. The same event delivered again gets the same answer, and does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The rights are as the event says.
    Applied,
    /// The portal knew that version or a later one: nothing was changed.
    Known,
    /// Something had been missed, or the change was too large to be told: everything was read again.
    Fetched,
}

impl Effect {
    const ALL: [Effect; 3] = [Effect::Applied, Effect::Known, Effect::Fetched];

    /// As in the answer and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Effect::Applied => "applique",
            Effect::Known => "deja_connu",
            Effect::Fetched => "relu",
        }
    }
}

/// Why an event has no effect.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not signed by that co-owner within five minutes; the same answer when it is not configured to push.
    #[error("not signed by that co-owner, or too long ago")]
    Unsigned,
    #[error("not an event of the contract: {0}")]
    Unreadable(String),
    /// No account of the portal is linked to that one: there is nothing to tell.
    #[error("no account is linked to that one")]
    UnknownAccount,
    #[error("another event has that identifier")]
    OtherBody,
    /// The co-owner did not answer when it was asked again: to be delivered later.
    #[error("the co-owner could not be asked again")]
    Silent,
    #[error(transparent)]
    Error(#[from] Error),
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Refusal::Error(error.into())
    }
}

#[derive(sqlx::FromRow)]
struct Link {
    id: Uuid,
    account_id: Uuid,
    known: bool,
    version: i64,
}

enum Attempt {
    Done(Effect),
    /// What the event tells cannot be put on what is kept.
    Missed(Link),
}

/// Takes an event in: rights, their dated history and the person's notification in one transaction.
///
/// # Errors
/// See [`Refusal`].
pub async fn receive_event(
    portal: &Portal,
    co_owner: CoOwner,
    signed: &Signed<'_>,
) -> Result<Effect, Refusal> {
    let now = portal.clock.now();
    if !portal.partners.signed_by(co_owner, now, signed) {
        return Err(Refusal::Unsigned);
    }
    let event = portal
        .partners
        .read_event(co_owner, signed.body)
        .map_err(|failure| Refusal::Unreadable(failure.to_string()))?;
    let received = Received { co_owner, event: &event, hash: Sha256::digest(signed.body).to_vec(), now };
    let effect = match received.apply(portal).await? {
        Attempt::Done(effect) => effect,
        Attempt::Missed(link) => received.fetch(portal, &link).await?,
    };
    tracing::info!(co_owner = co_owner.code(), event = %event.id, effect = effect.code(), "rights event");
    Ok(effect)
}

/// Forgets events received more than thirty days ago.
pub(crate) async fn purge_events(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - KEPT;
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM rights_event WHERE received_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}

struct Received<'a> {
    co_owner: CoOwner,
    event: &'a RightsEvent,
    hash: Vec<u8>,
    now: Moment,
}

impl Received<'_> {
    async fn apply(&self, portal: &Portal) -> Result<Attempt, Refusal> {
        let mut tx = portal.db.begin().await?;
        if !self.keep(&mut tx, Effect::Applied).await? {
            return Ok(Attempt::Done(self.earlier_effect(&mut tx).await?));
        }
        let link = self.lock(&mut tx).await?.ok_or(Refusal::UnknownAccount)?;
        if self.event.version <= link.version {
            self.correct(&mut tx, Effect::Known).await?;
            tx.commit().await?;
            return Ok(Attempt::Done(Effect::Known));
        }
        let follows = link.known && self.event.previous == link.version;
        let Some(told) = self.event.changes.as_ref().filter(|_| follows) else {
            // The event is kept with what is read again, not before: until then it may be delivered again.
            tx.rollback().await?;
            return Ok(Attempt::Missed(link));
        };
        self.change(&mut tx, &link, told).await?;
        tx.commit().await?;
        Ok(Attempt::Done(Effect::Applied))
    }

    async fn change(&self, tx: &mut Tx, link: &Link, told: &RightsChanges) -> Result<(), Refusal> {
        let before = changes::held(tx, link.id).await?;
        let mut after = before.clone();
        after.extend(told.granted.iter().cloned());
        after.retain(|right| !told.withdrawn.contains(right));
        let difference = Difference::between(&before, &after);
        store::change(tx, link.id, &difference, &told.companies).await?;
        store::set_version(tx, link.id, self.event.version, self.now).await?;
        let holder = Holder { account: link.account_id, co_owner: self.co_owner };
        changes::note_and_tell(tx, self.now, holder, &difference).await?;
        Ok(())
    }

    async fn fetch(&self, portal: &Portal, link: &Link) -> Result<Effect, Refusal> {
        let told = refresh::ask(portal, self.co_owner, &self.event.subject, None).await.map_err(|failure| {
            tracing::warn!(co_owner = self.co_owner.code(), %failure, "a missed change could not be read again");
            Refusal::Silent
        })?;
        let mut tx = portal.db.begin().await?;
        if !self.keep(&mut tx, Effect::Fetched).await? {
            return self.earlier_effect(&mut tx).await;
        }
        refresh::keep_told(&mut tx, link.id, &told, self.now).await?;
        tx.commit().await?;
        Ok(Effect::Fetched)
    }

    /// Notes the event with its effect, unless it is already there: then somebody else's transaction had the effect.
    async fn keep(&self, tx: &mut Tx, effect: Effect) -> Result<bool, Error> {
        Ok(on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO rights_event (id, co_owner, body_hash, effect, received_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            )
            .bind(self.event.id)
            .bind(self.co_owner.code())
            .bind(self.hash.as_slice())
            .bind(effect.code())
            .bind(self.now)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
        })?)
    }

    async fn correct(&self, tx: &mut Tx, effect: Effect) -> Result<(), Error> {
        on_tx!(tx, |c| {
            sqlx::query("UPDATE rights_event SET effect = $3 WHERE id = $1 AND co_owner = $2")
                .bind(self.event.id)
                .bind(self.co_owner.code())
                .bind(effect.code())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        Ok(())
    }

    async fn earlier_effect(&self, tx: &mut Tx) -> Result<Effect, Refusal> {
        let (hash, effect): (Vec<u8>, String) = on_tx!(tx, |c| {
            sqlx::query_as("SELECT body_hash, effect FROM rights_event WHERE id = $1 AND co_owner = $2")
                .bind(self.event.id)
                .bind(self.co_owner.code())
                .fetch_one(c)
                .await
        })?;
        if hash != self.hash {
            return Err(Refusal::OtherBody);
        }
        Ok(Effect::ALL.into_iter().find(|one| one.code() == effect).unwrap_or(Effect::Known))
    }

    /// The link, which nobody else changes until the transaction ends.
    async fn lock(&self, tx: &mut Tx) -> Result<Option<Link>, Error> {
        Ok(on_tx!(tx, |c| {
            sqlx::query_as(
                "UPDATE rattachement SET version = version WHERE co_owner = $1 AND subject = $2
                 RETURNING id, account_id, known, version",
            )
            .bind(self.co_owner.code())
            .bind(&self.event.subject)
            .fetch_optional(c)
            .await
        })?)
    }
}
