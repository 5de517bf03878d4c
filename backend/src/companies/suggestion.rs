//! A co-owner that the person came from when they opened their account: linking its account is suggested until it is done,
//! and never done for them, since it is proved there (mission §3.1).

use domain::co_owner::CoOwner;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    on, on_tx,
};

/// Remembers where who opens this account came from.
pub(crate) async fn suggest(tx: &mut Tx, account: Uuid, co_owner: CoOwner, now: Moment) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO suggested_link (account_id, co_owner, suggested_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(account)
        .bind(co_owner.code())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Linked: nothing to suggest any more.
pub(super) async fn settle(tx: &mut Tx, account: Uuid, co_owner: CoOwner) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM suggested_link WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The co-owners whose account the person is advised to link, the configured ones only.
pub async fn suggested(portal: &Portal, account: Uuid) -> Result<Vec<CoOwner>, Error> {
    let codes: Vec<String> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT co_owner FROM suggested_link WHERE account_id = $1 ORDER BY suggested_at, co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let offered = |co_owner: &CoOwner| portal.partners.offered().any(|one| one == *co_owner);
    Ok(codes.iter().filter_map(|code| CoOwner::from_code(code)).filter(offered).collect())
}
