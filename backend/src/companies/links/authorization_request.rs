//! Pending authorization requests to a co-owner, with the data that verify the callback.

use domain::co_owner::CoOwner;

use platform::{
    Error, change,
    db::{Duration, Moment},
    execute,
    oidc_client::AuthorizationRequest,
    secret::Token,
};

use crate::{Portal, accounts::sessions::Session};

/// Time allowed to sign in at the co-owner.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

pub(super) async fn store(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    authorization: &AuthorizationRequest,
) -> Result<(), Error> {
    let account = session.usager()?.account;
    let expires_at = portal.clock.now() + LIFETIME;
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO link_request
                 (state_hash, session_id, account_id, co_owner, nonce, pkce_verifier, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(Token::hash(&authorization.state))
        .bind(session.id)
        .bind(account)
        .bind(co_owner.code())
        .bind(&authorization.nonce)
        .bind(&authorization.pkce_verifier)
        .bind(expires_at)
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct LinkRequest {
    pub nonce: String,
    pub pkce_verifier: String,
}

/// Removes and returns the request of that state. A state works once, before it expires, with its own session, account
/// and co-owner.
pub(super) async fn take(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    state: &str,
) -> Result<Option<LinkRequest>, Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    Ok(change!(portal.db, |c| {
        sqlx::query_as::<_, LinkRequest>(
            "DELETE FROM link_request
             WHERE state_hash = $1 AND session_id = $2 AND account_id = $3 AND co_owner = $4 AND expires_at > $5
             RETURNING nonce, pkce_verifier",
        )
        .bind(Token::hash(state))
        .bind(session.id)
        .bind(account)
        .bind(co_owner.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Deletes expired requests.
pub(super) async fn purge(portal: &Portal, now: Moment) -> Result<u64, Error> {
    Ok(execute!(portal.db, sqlx::query("DELETE FROM link_request WHERE expires_at < $1").bind(now))?)
}
