//! Codes and the access tokens they are exchanged for: of each only the hash is kept.

use domain::{rights::Teleservice, siren::Siren};
use sqlx::FromRow;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{request::AuthorizationRequest, visit};
use crate::{
    Error, Portal,
    db::{Db, Moment, Tx},
    on, on_tx,
    secret::Token,
    session,
};

/// For whom a code is.
pub(super) struct Asked<'a> {
    pub session: Uuid,
    pub account: Uuid,
    pub siren: &'a Siren,
    pub proved_at: Moment,
}

/// Draws a code and notes the visit.
///
/// # Errors
/// [`Error::NotFound`] when the session was closed meanwhile.
pub(super) async fn issue(
    portal: &Portal,
    request: &AuthorizationRequest,
    asked: &Asked<'_>,
) -> Result<Token, Error> {
    let (code, now) = (Token::draw(), portal.clock.now());
    let mut tx = portal.db.begin().await?;
    hold_session(&mut tx, portal, asked.session, asked.account).await?;
    let visit = visit::note(&mut tx, asked, request.teleservice, now).await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO authorization_code (code_hash, session_id, account_id, visit_id, teleservice, siren,
                                             redirect_uri, challenge, nonce, auth_time, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(Token::hash(code.expose()))
        .bind(asked.session)
        .bind(asked.account)
        .bind(visit)
        .bind(request.teleservice.code())
        .bind(asked.siren.as_str())
        .bind(&request.redirect_uri)
        .bind(&request.challenge)
        .bind(&request.nonce)
        .bind(asked.proved_at)
        .bind(now + portal.config.single_sign_on.code_life())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    tx.commit().await?;
    Ok(code)
}

/// Whoever closes the session waits for this transaction, or came before it.
async fn hold_session(tx: &mut Tx, portal: &Portal, session: Uuid, account: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    let open = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET seen_at = seen_at
             WHERE id = $1 AND account_id = $2 AND stage = 'usager' AND closed_at IS NULL AND expires_at > $3
                 AND seen_at > $4",
        )
        .bind(session)
        .bind(account)
        .bind(now)
        .bind(now - session::idle(portal))
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if open == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// What a code was given for.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Grant {
    pub session_id: Uuid,
    pub account_id: Uuid,
    pub visit_id: Uuid,
    pub teleservice: String,
    pub siren: String,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: Option<String>,
    pub auth_time: Moment,
    pub expires_at: Moment,
}

impl Grant {
    /// Is it this client's, for this address, by whoever began it, in time?
    pub fn fits(&self, teleservice: Teleservice, redirect_uri: &str, challenge: &str, now: Moment) -> bool {
        let proved: bool = self.challenge.as_bytes().ct_eq(challenge.as_bytes()).into();
        self.teleservice == teleservice.code()
            && self.redirect_uri == redirect_uri
            && proved
            && now < self.expires_at
    }

    pub fn siren(&self) -> Result<Siren, Error> {
        Siren::parse(&self.siren).map_err(|_| anyhow::anyhow!("a stored SIREN is none").into())
    }
}

const GRANT: &str =
    "SELECT session_id, account_id, visit_id, teleservice, siren, redirect_uri, challenge, nonce, auth_time,
                            expires_at FROM authorization_code WHERE code_hash = $1";

/// Looks at a code without using it: what must be asked of a co-owner is asked before.
pub(super) async fn find(db: &Db, code: &str) -> Result<Option<Grant>, Error> {
    Ok(on!(db, |c| sqlx::query_as(GRANT).bind(Token::hash(code)).fetch_optional(c).await)?)
}

/// Uses the code up; `false` when it was used before: then what it was exchanged for is withdrawn (RFC 6749, §4.1.2).
pub(super) async fn use_up(tx: &mut Tx, code: &str, now: Moment) -> Result<bool, Error> {
    let used = on_tx!(tx, |c| {
        sqlx::query("UPDATE authorization_code SET used_at = $1 WHERE code_hash = $2 AND used_at IS NULL")
            .bind(now)
            .bind(Token::hash(code))
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if used == 0 {
        on_tx!(tx, |c| {
            sqlx::query("DELETE FROM access_token WHERE code_hash = $1")
                .bind(Token::hash(code))
                .execute(c)
                .await
                .map(|_| ())
        })?;
    }
    Ok(used == 1)
}

/// Keeps an access token for what the code was given for.
///
/// # Errors
/// [`Error::NotFound`] when the session is over.
pub(super) async fn keep_token(
    tx: &mut Tx,
    portal: &Portal,
    code: &str,
    grant: &Grant,
    token: &Token,
) -> Result<(), Error> {
    hold_session(tx, portal, grant.session_id, grant.account_id).await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO access_token (token_hash, code_hash, session_id, account_id, teleservice, siren, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(Token::hash(token.expose()))
        .bind(Token::hash(code))
        .bind(grant.session_id)
        .bind(grant.account_id)
        .bind(&grant.teleservice)
        .bind(&grant.siren)
        .bind(portal.clock.now() + portal.config.single_sign_on.token_life())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Forgets codes and tokens that have ended. A code is remembered as long as its token, which it may have to withdraw.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let mut gone = 0;
    for (statement, limit) in [
        ("DELETE FROM access_token WHERE expires_at < $1", now),
        (
            "DELETE FROM authorization_code WHERE expires_at < $1",
            now - portal.config.single_sign_on.token_life(),
        ),
    ] {
        gone += crate::change!(portal.db, |c| {
            sqlx::query(statement).bind(limit).execute(c).await.map(|done| done.rows_affected())
        })?;
    }
    Ok(gone)
}
