//! Who was proved by a provider and belongs to no account yet: waits in the session for a sign-in or a registration.

use domain::identity_provider::{IdentityProvider, Provider};
use sqlx::FromRow;
use uuid::Uuid;

use super::store::Identity;
use crate::{
    Error, Portal,
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
    pub provider: Provider,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    /// As typed there; empty unless a co-owner's site handed it over, as the company's number.
    pub phone: String,
    pub company_number: String,
    issuer: String,
    subject: String,
}

impl Waiting {
    /// « Alix Démonstration », as far as the provider told.
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
    fn read(self) -> Option<Waiting> {
        Some(Waiting {
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

/// What a provider says of somebody, or what a co-owner's site hands over.
pub(super) struct Said<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub company_number: &'a str,
}

impl<'a> Said<'a> {
    pub fn by(issuer: &'a str, proof: &'a Proof) -> Self {
        Said {
            issuer,
            subject: &proof.subject,
            given_name: proof.given_name.as_deref().unwrap_or_default(),
            family_name: proof.family_name.as_deref().unwrap_or_default(),
            email: proof.email.as_deref().unwrap_or_default(),
            phone: "",
            company_number: "",
        }
    }
}

pub(super) async fn keep(
    tx: &mut Tx,
    portal: &Portal,
    session: Uuid,
    provider: Provider,
    said: &Said<'_>,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + PATIENCE;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO identity_waiting
                 (session_id, provider, issuer, subject, given_name, family_name, email, phone, company_number, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (session_id) DO UPDATE SET provider = excluded.provider, issuer = excluded.issuer,
                    subject = excluded.subject, given_name = excluded.given_name,
                    family_name = excluded.family_name, email = excluded.email, phone = excluded.phone,
                    company_number = excluded.company_number, expires_at = excluded.expires_at",
        )
        .bind(session)
        .bind(provider.code())
        .bind(said.issuer)
        .bind(said.subject)
        .bind(said.given_name)
        .bind(said.family_name)
        .bind(said.email)
        .bind(said.phone)
        .bind(said.company_number)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Nobody waits in the session any more: what they waited for was done another way.
pub(crate) async fn forget(tx: &mut Tx, session: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM identity_waiting WHERE session_id = $1")
            .bind(session)
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
            "SELECT provider, given_name, family_name, email, phone, company_number, issuer, subject
             FROM identity_waiting
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
             RETURNING provider, given_name, family_name, email, phone, company_number, issuer, subject",
        )
        .bind(session.id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(Row::read))
}
