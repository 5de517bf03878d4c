//! The secrets of a journey to a co-owner, kept between its beginning and its end.

use domain::co_owner::CoOwner;

use crate::{Error, Portal, change, db::Duration, openid::Authorization, secret::Token, session::Session};

/// Time to sign in at the co-owner and come back.
const LINK_TIME: Duration = Duration::from_secs(10 * 60);

pub(super) async fn keep(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    authorization: &Authorization,
) -> Result<(), Error> {
    let account = session.usager()?.account;
    let expires_at = portal.clock.now() + LINK_TIME;
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO link_request (state_hash, session_id, account_id, co_owner, nonce, pkce_verifier, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(Token::hash(&authorization.state))
        .bind(session.id)
        .bind(account)
        .bind(co_owner.code())
        .bind(&authorization.nonce)
        .bind(&authorization.pkce_verifier)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct LinkRequest {
    pub nonce: String,
    pub pkce_verifier: String,
}

/// Takes the journey of that state: it serves once, with its own session, account and co-owner, within its time.
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
