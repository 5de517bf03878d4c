//! Suggests linking the account of the co-owner from whose site the person registered. Never linked automatically: the
//! person must sign in there (mission §3.1).

use domain::co_owner::CoOwner;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on,
};

use crate::{Portal, id::AccountId};

/// Suggests the co-owner until its account is linked. Idempotent.
pub(crate) async fn suggest(
    tx: &mut Tx,
    account: AccountId,
    co_owner: CoOwner,
    now: Moment,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO suggested_link (account_id, co_owner, suggested_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(account)
        .bind(co_owner.code())
        .bind(now)
    )?;
    Ok(())
}

/// Removes the suggestion, once the account is linked.
pub(super) async fn remove(tx: &mut Tx, account: AccountId, co_owner: CoOwner) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM suggested_link WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
    )?;
    Ok(())
}

/// Returns the suggested co-owners, among the configured ones.
pub async fn suggested_links(portal: &Portal, account: AccountId) -> Result<Vec<CoOwner>, Error> {
    let codes: Vec<String> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT co_owner FROM suggested_link WHERE account_id = $1 ORDER BY suggested_at, co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let offered = |co_owner: &CoOwner| portal.co_owners.offered().any(|one| one == *co_owner);
    Ok(codes.iter().filter_map(|code| CoOwner::from_code(code)).filter(offered).collect())
}
