//! A verified identity without an account: pending in the session until a sign-in or a registration.

use domain::identity_provider::{IdentityProvider, Provider};
use sqlx::FromRow;

use super::store::Identity;
use platform::{
    Error,
    db::{Duration, Tx},
    execute_tx,
    oidc_client::VerifiedIdentity,
    on, on_tx,
};

use crate::{Portal, accounts::sessions::Session, id::SessionId};

/// Time to sign in or to register.
const VALIDITY: Duration = Duration::from_secs(30 * 60);

/// Person known to a provider and unknown to the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingIdentity {
    pub provider: Provider,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    /// As typed at a co-owner's site that handed over a registration; otherwise empty.
    pub phone: String,
    /// Like `phone`.
    pub company_number: String,
    issuer: String,
    subject: String,
}

impl PendingIdentity {
    /// First and last name: « Alix Démonstration »; empty if the provider gave no name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    pub(super) fn identity<'a>(&'a self, provider: IdentityProvider, name: &'a str) -> Identity<'a> {
        Identity { provider, issuer: &self.issuer, subject: &self.subject, name, email: &self.email }
    }
}

#[derive(FromRow)]
struct Row {
    provider: String,
    given_name: String,
    family_name: String,
    email: String,
    phone: String,
    company_number: String,
    issuer: String,
    subject: String,
}

impl Row {
    fn read(self) -> Option<PendingIdentity> {
        Some(PendingIdentity {
            provider: Provider::from_code(&self.provider)?,
            given_name: self.given_name,
            family_name: self.family_name,
            email: self.email,
            phone: self.phone,
            company_number: self.company_number,
            issuer: self.issuer,
            subject: self.subject,
        })
    }
}

/// Claims about a person, from a provider or from a co-owner's handover.
pub(super) struct IdentityClaims<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub company_number: &'a str,
}

impl<'a> IdentityClaims<'a> {
    pub fn from_verified(issuer: &'a str, verified: &'a VerifiedIdentity) -> Self {
        IdentityClaims {
            issuer,
            subject: &verified.subject,
            given_name: verified.given_name.as_deref().unwrap_or_default(),
            family_name: verified.family_name.as_deref().unwrap_or_default(),
            email: verified.email.as_deref().unwrap_or_default(),
            phone: "",
            company_number: "",
        }
    }
}

/// Stores the pending identity of a session; replaces a former one.
pub(super) async fn store(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    provider: Provider,
    claims: &IdentityClaims<'_>,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + VALIDITY;
    execute_tx!(tx, sqlx::query(
            "INSERT INTO pending_identity
                 (session_id, provider, issuer, subject, given_name, family_name, email, phone, company_number, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (session_id) DO UPDATE SET provider = excluded.provider, issuer = excluded.issuer,
                    subject = excluded.subject, given_name = excluded.given_name,
                    family_name = excluded.family_name, email = excluded.email, phone = excluded.phone,
                    company_number = excluded.company_number, expires_at = excluded.expires_at",
        )
        .bind(session)
        .bind(provider.code())
        .bind(claims.issuer)
        .bind(claims.subject)
        .bind(claims.given_name)
        .bind(claims.family_name)
        .bind(claims.email)
        .bind(claims.phone)
        .bind(claims.company_number)
        .bind(expires_at))?;
    Ok(())
}

/// Deletes the pending identity of a session, after its account was linked by another request.
pub(crate) async fn forget(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM pending_identity WHERE session_id = $1").bind(session))?;
    Ok(())
}

/// Returns the pending identity of a session.
pub async fn pending_identity(portal: &Portal, session: &Session) -> Result<Option<PendingIdentity>, Error> {
    let now = portal.clock.now();
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT provider, given_name, family_name, email, phone, company_number, issuer, subject
             FROM pending_identity
             WHERE session_id = $1 AND expires_at > $2",
        )
        .bind(session.id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(Row::read))
}

/// Removes and returns the pending identity of a session.
pub(super) async fn take(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
) -> Result<Option<PendingIdentity>, Error> {
    let now = portal.clock.now();
    let row: Option<Row> = on_tx!(tx, |c| {
        sqlx::query_as(
            "DELETE FROM pending_identity WHERE session_id = $1 AND expires_at > $2
             RETURNING provider, given_name, family_name, email, phone, company_number, issuer, subject",
        )
        .bind(session.id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(Row::read))
}
