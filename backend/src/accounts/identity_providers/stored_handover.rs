//! Handovers waiting for the browser, and the identifiers of used tokens.

use domain::co_owner::CoOwner;
use sqlx::FromRow;

use platform::{
    Error,
    db::{Duration, Tx},
    execute_tx,
    oidc_client::HandoverClaims,
    on_tx,
    secret::Token,
};

use crate::Portal;

/// Validity of a handle: the time of a redirect.
const HANDLE_VALIDITY: Duration = Duration::from_secs(5 * 60);
/// Retention of the identifier of a used token. A token is valid for ten minutes.
const IDENTIFIER_VALIDITY: Duration = Duration::from_secs(30 * 60);

/// Marks a token as used; `false` if it was used before. The unique key decides between concurrent uses.
pub(super) async fn use_identifier(
    tx: &mut Tx,
    portal: &Portal,
    co_owner: CoOwner,
    identifier: &str,
) -> Result<bool, Error> {
    let expires_at = portal.clock.now() + IDENTIFIER_VALIDITY;
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO handover_used (co_owner, identifier_hash, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(co_owner.code())
        .bind(Token::hash(identifier))
        .bind(expires_at)
    )?;
    Ok(inserted == 1)
}

/// Stores a handover under the hash of its handle.
pub(super) async fn insert(
    tx: &mut Tx,
    portal: &Portal,
    co_owner: CoOwner,
    handover: &HandoverClaims,
    handle: &Token,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + HANDLE_VALIDITY;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO handover (handle_hash, co_owner, subject, given_name, family_name, email, phone,
                 company_number, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(Token::hash(handle.expose()))
        .bind(co_owner.code())
        .bind(&handover.subject)
        .bind(&handover.given_name)
        .bind(&handover.family_name)
        .bind(&handover.email)
        .bind(&handover.phone)
        .bind(&handover.company_number)
        .bind(expires_at)
    )?;
    Ok(())
}

#[derive(FromRow)]
pub(super) struct StoredHandover {
    pub subject: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub phone: String,
    pub company_number: String,
}

/// Removes and returns the handover with this handle.
pub(super) async fn take(
    tx: &mut Tx,
    portal: &Portal,
    co_owner: CoOwner,
    handle: &str,
) -> Result<Option<StoredHandover>, Error> {
    let now = portal.clock.now();
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "DELETE FROM handover WHERE handle_hash = $1 AND co_owner = $2 AND expires_at > $3
             RETURNING subject, given_name, family_name, email, phone, company_number",
        )
        .bind(Token::hash(handle))
        .bind(co_owner.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}
