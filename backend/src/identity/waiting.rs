//! Who was proved by a provider and belongs to no account yet: waits in the session for a sign-in or a registration.

use domain::identity_provider::IdentityProvider;
use sqlx::FromRow;

use super::store::Identity;
use crate::{
    Error, Portal, change,
    db::{Duration, Tx},
    on, on_tx,
    openid::Proof,
    session::Session,
};

/// Time to sign in to an account or to open one.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// Somebody whom a provider knows and the portal does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub provider: IdentityProvider,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    issuer: String,
    subject: String,
}

impl Waiting {
    /// « Alix Démonstration », as far as the provider told.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    pub(super) fn identity<'a>(&'a self, name: &'a str) -> Identity<'a> {
        Identity {
            provider: self.provider,
            issuer: &self.issuer,
            subject: &self.subject,
            name,
            email: &self.email,
        }
    }
}

#[derive(FromRow)]
struct Row {
    provider: String,
    given_name: String,
    family_name: String,
    email: String,
    issuer: String,
    subject: String,
}

impl Row {
    fn read(self) -> Option<Waiting> {
        Some(Waiting {
            provider: IdentityProvider::from_code(&self.provider)?,
            given_name: self.given_name,
            family_name: self.family_name,
            email: self.email,
            issuer: self.issuer,
            subject: self.subject,
        })
    }
}

pub(super) async fn keep(
    portal: &Portal,
    session: &Session,
    provider: IdentityProvider,
    issuer: &str,
    proof: &Proof,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + PATIENCE;
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO identity_waiting
                 (session_id, provider, issuer, subject, given_name, family_name, email, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (session_id) DO UPDATE SET provider = excluded.provider, issuer = excluded.issuer,
                    subject = excluded.subject, given_name = excluded.given_name,
                    family_name = excluded.family_name, email = excluded.email, expires_at = excluded.expires_at",
        )
        .bind(session.id)
        .bind(provider.code())
        .bind(issuer)
        .bind(&proof.subject)
        .bind(proof.given_name.as_deref().unwrap_or_default())
        .bind(proof.family_name.as_deref().unwrap_or_default())
        .bind(proof.email.as_deref().unwrap_or_default())
        .bind(expires_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Who waits in this session.
pub async fn waiting(portal: &Portal, session: &Session) -> Result<Option<Waiting>, Error> {
    let now = portal.clock.now();
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT provider, given_name, family_name, email, issuer, subject FROM identity_waiting
             WHERE session_id = $1 AND expires_at > $2",
        )
        .bind(session.id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(Row::read))
}

/// Takes who waits in this session: served once.
pub(super) async fn take(tx: &mut Tx, portal: &Portal, session: &Session) -> Result<Option<Waiting>, Error> {
    let now = portal.clock.now();
    let row: Option<Row> = on_tx!(tx, |c| {
        sqlx::query_as(
            "DELETE FROM identity_waiting WHERE session_id = $1 AND expires_at > $2
             RETURNING provider, given_name, family_name, email, issuer, subject",
        )
        .bind(session.id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(Row::read))
}
