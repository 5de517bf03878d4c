//! Asking the co-owners again what an account may do (004: a change there applies in real time).

use domain::{co_owner::CoOwner, siren::Siren};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::store;
use crate::{
    Error, Portal,
    db::{Moment, Tx},
    on,
    partners::{Failure, Rights},
};

/// Links asked again by one run of the reconciliation, and how many of them at once: a co-owner is not stormed.
const RECONCILED: i64 = 200;
const AT_ONCE: usize = 4;

/// A link as far as asking again is concerned.
#[derive(sqlx::FromRow)]
struct LinkRow {
    id: Uuid,
    co_owner: String,
    subject: String,
    asked_at: Moment,
    /// Of the whole answer that is kept.
    fingerprint: Option<Vec<u8>>,
}

/// A co-owner of which something may be held: through the person's own account there, on every company, or through
/// one's who delegated to them, on one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub co_owner: CoOwner,
    pub only_siren: Option<Siren>,
}

#[derive(sqlx::FromRow)]
struct OpenedRow {
    #[sqlx(flatten)]
    link: LinkRow,
    only_siren: String,
}

impl OpenedRow {
    fn read(&self) -> Option<Opened> {
        let co_owner = CoOwner::from_code(&self.link.co_owner)?;
        Some(Opened { co_owner, only_siren: Siren::parse(&self.only_siren).ok() })
    }
}

/// A co-owner's word on an account.
pub(super) enum Told {
    Rights(Rights),
    /// The very answer that is kept.
    Same,
    /// It does not know the account (any more).
    Unknown,
}

/// Asks every co-owner of the account whose last word is older than the configured freshness, all at once: about the
/// person's own accounts there, and about those of who delegated to them. Gives the co-owners, in order.
pub(super) async fn when_stale(portal: &Portal, account: Uuid) -> Result<Vec<Opened>, Error> {
    let limit = portal.clock.now() - portal.partners.settings().rights_freshness();
    asked_before(portal, account, limit).await
}

/// Asks every co-owner of the account again, however fresh its last word.
pub(super) async fn now(portal: &Portal, account: Uuid) -> Result<(), Error> {
    asked_before(portal, account, portal.clock.now()).await.map(|_| ())
}

async fn asked_before(portal: &Portal, account: Uuid, limit: Moment) -> Result<Vec<Opened>, Error> {
    asked_among(portal, account, limit, |_| true).await
}

async fn asked_among(
    portal: &Portal,
    account: Uuid,
    limit: Moment,
    among: impl Fn(&LinkRow) -> bool,
) -> Result<Vec<Opened>, Error> {
    let links = on!(portal.db, |c| {
        sqlx::query_as::<_, OpenedRow>(
            "SELECT r.id, r.co_owner, r.subject, r.asked_at, r.fingerprint, l.only_siren
             FROM right_link l JOIN rattachement r ON r.id = l.rattachement_id
             WHERE l.account_id = $1 AND l.until > $2 ORDER BY r.co_owner, r.id",
        )
        .bind(account)
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    // Delegated on two companies, a link is still asked once.
    let mut stale: Vec<&LinkRow> = links
        .iter()
        .map(|opened| &opened.link)
        .filter(|link| link.asked_at <= limit && among(link))
        .collect();
    stale.dedup_by_key(|link| link.id);
    for result in futures::future::join_all(stale.into_iter().map(|link| one(portal, link))).await {
        result?;
    }
    Ok(links.iter().filter_map(OpenedRow::read).collect())
}

/// Asks again, a few at a time, for the links that nobody confirmed for the configured while: a pushed change that was
/// missed is found that way. Says how many were asked for.
///
/// # Errors
/// [`Error::Busy`]; a co-owner that does not answer is no error.
pub async fn reconcile(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - portal.partners.settings().reconciliation();
    let links = on!(portal.db, |c| {
        sqlx::query_as::<_, LinkRow>(
            "SELECT id, co_owner, subject, asked_at, fingerprint FROM rattachement WHERE asked_at <= $1
             ORDER BY asked_at, id LIMIT $2",
        )
        .bind(limit)
        .bind(RECONCILED)
        .fetch_all(c)
        .await
    })?;
    let mut asked = 0;
    for some in links.chunks(AT_ONCE) {
        for done in futures::future::join_all(some.iter().map(|link| one(portal, link))).await {
            done?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// Asks, in the background, those co-owners of the account that do not push and whose last word is not fresh: a page that
/// stays open learns of their changes too. When enough accounts are being asked for, this one waits for its next turn.
pub(crate) fn ask_who_does_not_push(portal: &Portal, account: Uuid) {
    static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
    if portal.partners.offered().all(|co_owner| portal.partners.pushes(co_owner)) {
        return;
    }
    let Ok(place) = PLACES.try_acquire() else { return };
    let portal = portal.clone();
    tokio::spawn(async move {
        let _place = place;
        let limit = portal.clock.now() - portal.partners.settings().rights_freshness();
        let silent = |link: &LinkRow| {
            CoOwner::from_code(&link.co_owner).is_some_and(|co_owner| !portal.partners.pushes(co_owner))
        };
        if let Err(error) = asked_among(&portal, account, limit, silent).await {
            tracing::warn!(%error, "rights behind an open page could not be asked again");
        }
    });
}

async fn one(portal: &Portal, link: &LinkRow) -> Result<(), Error> {
    let asked_at = portal.clock.now();
    let Some(co_owner) = CoOwner::from_code(&link.co_owner) else {
        return store::note_silence(portal, link.id, asked_at).await;
    };
    match ask(portal, co_owner, &link.subject, link.fingerprint.as_deref()).await {
        // One statement: nothing that this request has read must still be true.
        Ok(Told::Same) => store::confirm(portal, link.id, link.fingerprint.as_deref(), asked_at).await,
        Ok(told) => {
            let mut tx = portal.db.begin().await?;
            keep_told(&mut tx, link.id, &told, asked_at).await?;
            tx.commit().await?;
            Ok(())
        }
        Err(failure) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "rights could not be asked again");
            store::note_silence(portal, link.id, asked_at).await
        }
    }
}

/// `kept`: the fingerprint of the answer that is kept, if one is.
///
/// # Errors
/// The co-owner gave no usable answer.
pub(super) async fn ask(
    portal: &Portal,
    co_owner: CoOwner,
    subject: &str,
    kept: Option<&[u8]>,
) -> Result<Told, Failure> {
    let (partners, clock) = (&portal.partners, &portal.clock);
    let answer = match kept {
        Some(kept) => partners.rights_unless(clock, co_owner, subject, kept).await,
        None => partners.rights(clock, co_owner, subject).await.map(Some),
    };
    match answer {
        Ok(Some(rights)) => Ok(Told::Rights(rights)),
        Ok(None) => Ok(Told::Same),
        Err(Failure::Unknown) => {
            tracing::info!(
                co_owner = co_owner.code(),
                "a linked account is unknown: its rights are withdrawn"
            );
            Ok(Told::Unknown)
        }
        Err(failure) => Err(failure),
    }
}

pub(super) async fn keep_told(tx: &mut Tx, link: Uuid, told: &Told, asked_at: Moment) -> Result<(), Error> {
    match told {
        Told::Rights(rights) => store::replace(tx, link, rights, asked_at).await,
        Told::Unknown => store::withdraw(tx, link, asked_at).await,
        Told::Same => Ok(()),
    }
}
