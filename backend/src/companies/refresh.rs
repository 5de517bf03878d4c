//! Asking the co-owners again what an account may do (004: a change there applies in real time).

use domain::co_owner::CoOwner;
use uuid::Uuid;

use super::store;
use crate::{
    Error, Portal,
    db::Moment,
    on,
    partners::{Failure, Rights},
};

/// A link as far as asking again is concerned.
#[derive(sqlx::FromRow)]
struct LinkRow {
    id: Uuid,
    co_owner: String,
    subject: String,
    asked_at: Moment,
}

/// Asks every co-owner of the account whose last word is older than the configured freshness, all at once. Gives the
/// co-owners at which the account is linked.
pub(super) async fn when_stale(portal: &Portal, account: Uuid) -> Result<Vec<CoOwner>, Error> {
    let limit = portal.clock.now() - portal.partners.settings().rights_freshness();
    asked_before(portal, account, limit).await
}

/// Asks every co-owner of the account again, however fresh its last word.
pub(super) async fn now(portal: &Portal, account: Uuid) -> Result<(), Error> {
    asked_before(portal, account, portal.clock.now()).await.map(|_| ())
}

async fn asked_before(portal: &Portal, account: Uuid, limit: Moment) -> Result<Vec<CoOwner>, Error> {
    let links = on!(portal.db, |c| {
        sqlx::query_as::<_, LinkRow>(
            "SELECT id, co_owner, subject, asked_at FROM rattachement WHERE account_id = $1 ORDER BY co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let asked = links.iter().filter(|link| link.asked_at <= limit).map(|link| one(portal, link));
    for result in futures::future::join_all(asked).await {
        result?;
    }
    Ok(links.iter().filter_map(|link| CoOwner::from_code(&link.co_owner)).collect())
}

async fn one(portal: &Portal, link: &LinkRow) -> Result<(), Error> {
    let Some(co_owner) = CoOwner::from_code(&link.co_owner) else { return Ok(()) };
    let asked_at = portal.clock.now();
    match portal.partners.rights(&portal.clock, co_owner, &link.subject).await {
        Ok(rights) => keep(portal, link.id, &rights, asked_at).await,
        Err(Failure::Unknown) => {
            tracing::info!(
                co_owner = co_owner.code(),
                "a linked account is unknown: its rights are withdrawn"
            );
            store::withdraw(portal, link.id, asked_at).await
        }
        Err(failure) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "rights could not be asked again");
            store::note_silence(portal, link.id, asked_at).await
        }
    }
}

async fn keep(portal: &Portal, link: Uuid, rights: &Rights, asked_at: Moment) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    store::replace(&mut tx, link, rights, asked_at).await?;
    tx.commit().await?;
    Ok(())
}
