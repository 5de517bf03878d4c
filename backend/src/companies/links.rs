//! The accounts a person has linked at the co-owners: shown, asked again, unlinked.

use std::collections::BTreeSet;

use domain::co_owner::CoOwner;
use uuid::Uuid;

use super::{
    changes::{self, Difference, Holder},
    refresh,
};
use crate::{
    Error, Portal, change,
    db::{Moment, Tx},
    history::{self, Event},
    on, on_tx,
    session::Session,
};

/// What the page of rattachements shows for one co-owner.
#[derive(Clone, Debug)]
pub struct LinkState {
    pub co_owner: CoOwner,
    /// `None`: nothing is linked there.
    pub linked: Option<LinkedAccount>,
}

#[derive(Clone, Debug)]
pub struct LinkedAccount {
    /// The account's identifier at the co-owner.
    pub subject: String,
    pub name: Option<String>,
    pub linked_at: Moment,
    /// False when the co-owner says that it does not know the account any more: nothing is held through it.
    pub known: bool,
    /// Last time the co-owner said what is held.
    pub answered_at: Option<Moment>,
    /// The co-owner was asked since, in vain.
    pub silent: bool,
    /// How many habilitations are held through it, and on how many companies.
    pub rights: u32,
    pub companies: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    co_owner: String,
    subject: String,
    name: Option<String>,
    linked_at: Moment,
    known: bool,
    asked_at: Moment,
    answered_at: Option<Moment>,
}

/// Every co-owner of the portal with what the person has linked there, rights asked again first.
///
/// # Errors
/// [`Error::Busy`]; [`Error::NotFound`] when nobody is signed in.
pub async fn links(portal: &Portal, session: &Session) -> Result<Vec<LinkState>, Error> {
    let account = session.usager()?.account;
    refresh::now(portal, account).await?;
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT co_owner, subject, name, linked_at, known, asked_at, answered_at
             FROM rattachement WHERE account_id = $1",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let counts = counts(portal, account).await?;
    let state = |co_owner: CoOwner| {
        let row = rows.iter().find(|row| row.co_owner == co_owner.code());
        LinkState { co_owner, linked: row.map(|row| row.account(&counts)) }
    };
    // A co-owner that is no longer configured stays visible as long as something is linked there.
    let shown = |co_owner: &CoOwner| {
        portal.partners.offered().any(|offered| offered == *co_owner)
            || rows.iter().any(|row| row.co_owner == co_owner.code())
    };
    Ok(CoOwner::ALL.into_iter().filter(shown).map(state).collect())
}

/// What is held through one co-owner, counted.
#[derive(sqlx::FromRow)]
pub(super) struct Count {
    pub co_owner: String,
    pub rights: i64,
    pub companies: i64,
}

/// What an account holds through its own links, by co-owner; as last known.
pub(super) async fn counts(portal: &Portal, account: Uuid) -> Result<Vec<Count>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.co_owner, COUNT(*) AS rights, COUNT(DISTINCT h.siren) AS companies
             FROM rattachement r JOIN habilitation h ON h.rattachement_id = r.id
             WHERE r.account_id = $1 GROUP BY r.co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

impl Row {
    fn account(&self, counts: &[Count]) -> LinkedAccount {
        let count = counts.iter().find(|count| count.co_owner == self.co_owner);
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        LinkedAccount {
            subject: self.subject.clone(),
            name: self.name.clone().filter(|name| !name.is_empty()),
            linked_at: self.linked_at,
            known: self.known,
            answered_at: self.answered_at,
            silent: self.answered_at.is_none_or(|answered| answered < self.asked_at),
            rights: count.map_or(0, |count| number(count.rights)),
            companies: count.map_or(0, |count| number(count.companies)),
        }
    }
}

/// Unlinks: everything held through that co-owner is withdrawn by the same statement. Nothing linked is no error: the
/// form was sent twice.
///
/// # Errors
/// [`Error::Invalid`]: `ProofNeeded`.
pub async fn unlink(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<(), Error> {
    let account = session.proved_usager(portal.clock.now())?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    withdraw_all(&mut tx, now, Holder { account, co_owner }).await?;
    let gone = on_tx!(tx, |c| {
        sqlx::query("DELETE FROM rattachement WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if gone > 0 {
        history::note_by(&mut tx, now, session, Event::Unlinked { co_owner }).await?;
    }
    tx.commit().await?;
    tracing::info!(%account, co_owner = co_owner.code(), gone, "unlinked");
    Ok(())
}

/// The person knows that unlinking withdraws everything: dated, not told.
async fn withdraw_all(tx: &mut Tx, now: Moment, holder: Holder) -> Result<(), Error> {
    let link: Option<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE rattachement SET version = version WHERE account_id = $1 AND co_owner = $2 RETURNING id",
        )
        .bind(holder.account)
        .bind(holder.co_owner.code())
        .fetch_optional(c)
        .await
    })?;
    let Some(link) = link else { return Ok(()) };
    let (before, after) = (changes::held(tx, link).await?, BTreeSet::new());
    changes::note(tx, now, holder, &Difference::between(&before, &after)).await
}

/// Deletes the journeys to a co-owner that never came back.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM link_request WHERE expires_at < $1")
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
