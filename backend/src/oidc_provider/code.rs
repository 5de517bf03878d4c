//! Authorization codes and access tokens. Only their hashes are stored.
//!
//! Owns `authorization_code` and `access_token`.

use domain::{destination::Destination, siren::Siren};
use sqlx::FromRow;
use subtle::ConstantTimeEq;

use super::{request::AuthorizationRequest, rp_sessions, subject::CodeSubject};
use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx, on,
    secret::Token,
};

use crate::{
    Portal,
    accounts::sessions,
    id::{AccountId, RpSessionId, SessionId},
};

/// Issues a code and opens the RP session.
///
/// # Errors
/// [`Error::NotFound`] if the session was closed meanwhile.
pub(super) async fn issue(
    portal: &Portal,
    request: &AuthorizationRequest,
    subject: &CodeSubject<'_>,
) -> Result<Token, Error> {
    let (code, now) = (Token::generate(), portal.clock.now());
    let mut tx = portal.db.begin().await?;
    sessions::lock(&mut tx, portal, subject.session, subject.account).await?;
    let rp_session = rp_sessions::open(&mut tx, subject, request.client, now).await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO authorization_code (code_hash, session_id, account_id, rp_session_id, teleservice, siren,
                                             redirect_uri, challenge, nonce, auth_time, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(Token::hash(code.expose()))
        .bind(subject.session)
        .bind(subject.account)
        .bind(rp_session)
        .bind(request.client.code())
        .bind(subject.siren.as_str())
        .bind(&request.redirect_uri)
        .bind(&request.challenge)
        .bind(&request.nonce)
        .bind(subject.authenticated_at)
        .bind(now + portal.config.oidc_provider.code_life())
    )?;
    tx.commit().await?;
    Ok(code)
}

/// Stored grant of a code.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Grant {
    pub session_id: SessionId,
    pub account_id: AccountId,
    pub rp_session_id: RpSessionId,
    /// Code of the client.
    pub teleservice: String,
    pub siren: String,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: Option<String>,
    pub auth_time: Moment,
    pub expires_at: Moment,
}

impl Grant {
    /// Returns `true` if client, redirect address and PKCE challenge match and the code has not expired.
    pub fn matches(&self, client: Destination, redirect_uri: &str, challenge: &str, now: Moment) -> bool {
        let same_challenge: bool = self.challenge.as_bytes().ct_eq(challenge.as_bytes()).into();
        self.teleservice == client.code()
            && self.redirect_uri == redirect_uri
            && same_challenge
            && now < self.expires_at
    }

    pub fn siren(&self) -> Result<Siren, Error> {
        Siren::parse(&self.siren).map_err(|_| anyhow::anyhow!("invalid SIREN in a stored grant").into())
    }
}

const GRANT: &str =
    "SELECT session_id, account_id, rp_session_id, teleservice, siren, redirect_uri, challenge, nonce, auth_time,
                            expires_at FROM authorization_code WHERE code_hash = $1";

/// Finds the grant of a code without using it, so that rights can be requested from a co-owner before.
pub(super) async fn find(db: &Db, code: &str) -> Result<Option<Grant>, Error> {
    Ok(on!(db, |c| sqlx::query_as(GRANT).bind(Token::hash(code)).fetch_optional(c).await)?)
}

/// Uses a code. Returns `false` if it was used before, and then revokes its access token (RFC 6749, §4.1.2).
pub(super) async fn use_once(tx: &mut Tx, code: &str, now: Moment) -> Result<bool, Error> {
    let used = execute_tx!(
        tx,
        sqlx::query("UPDATE authorization_code SET used_at = $1 WHERE code_hash = $2 AND used_at IS NULL")
            .bind(now)
            .bind(Token::hash(code))
    )?;
    if used == 0 {
        execute_tx!(
            tx,
            sqlx::query("DELETE FROM access_token WHERE code_hash = $1").bind(Token::hash(code))
        )?;
    }
    Ok(used == 1)
}

/// Stores the access token of a grant.
///
/// # Errors
/// [`Error::NotFound`] if the session has ended.
pub(super) async fn store_token(
    tx: &mut Tx,
    portal: &Portal,
    code: &str,
    grant: &Grant,
    token: &Token,
) -> Result<(), Error> {
    sessions::lock(tx, portal, grant.session_id, grant.account_id).await?;
    execute_tx!(tx, sqlx::query(
            "INSERT INTO access_token (token_hash, code_hash, session_id, account_id, teleservice, siren, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(Token::hash(token.expose()))
        .bind(Token::hash(code))
        .bind(grant.session_id)
        .bind(grant.account_id)
        .bind(&grant.teleservice)
        .bind(&grant.siren)
        .bind(portal.clock.now() + portal.config.oidc_provider.token_life()))?;
    Ok(())
}

/// Deletes expired codes and tokens; returns their number. A code is stored as long as its token, to revoke it if the
/// code is used twice.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let token_issued_before = now - portal.config.oidc_provider.token_life();
    let tokens = ["DELETE FROM access_token WHERE expires_at < $1"];
    let codes = ["DELETE FROM authorization_code WHERE expires_at < $1"];
    let deleted_tokens = portal.db.delete_before(now, &tokens).await?;
    Ok(deleted_tokens + portal.db.delete_before(token_issued_before, &codes).await?)
}
