//! Identities as stored: an issuer and a subject, and the account they belong to.

use domain::identity_provider::{IdentityProvider, Provider};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    on, on_tx,
};

/// An identity that opens an account, as its owner is shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub provider: IdentityProvider,
    pub name: String,
    pub email: String,
    pub attached_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// Who a provider proved somebody to be.
#[derive(Clone, Debug)]
pub(super) struct Identity<'a> {
    pub provider: IdentityProvider,
    pub issuer: &'a str,
    pub subject: &'a str,
    pub name: &'a str,
    pub email: &'a str,
}

/// Whose identity it is.
#[derive(FromRow)]
pub(super) struct Owner {
    pub account_id: Uuid,
    pub activated_at: Option<Moment>,
}

#[derive(FromRow)]
struct Row {
    provider: String,
    name: String,
    email: String,
    attached_at: Moment,
    last_used_at: Option<Moment>,
}

/// The identities of an account, oldest first.
pub async fn attached(portal: &Portal, account: Uuid) -> Result<Vec<Attached>, Error> {
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT provider, name, email, attached_at, last_used_at FROM identity
             WHERE account_id = $1 ORDER BY attached_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let read = |row: Row| {
        let provider = IdentityProvider::from_code(&row.provider)?;
        let Row { name, email, attached_at, last_used_at, .. } = row;
        Some(Attached { provider, name, email, attached_at, last_used_at })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The account that an identity, or the account of a co-owner, opens.
pub(super) async fn owner(
    portal: &Portal,
    provider: Provider,
    issuer: &str,
    subject: &str,
) -> Result<Option<Owner>, Error> {
    let (query, held_by) = match provider {
        Provider::Identity(_) => (
            "SELECT i.account_id, a.activated_at FROM identity i JOIN account a ON a.id = i.account_id
             WHERE i.issuer = $1 AND i.subject = $2",
            issuer,
        ),
        Provider::CoOwner(co_owner) => (
            "SELECT r.account_id, a.activated_at FROM rattachement r JOIN account a ON a.id = r.account_id
             WHERE r.co_owner = $1 AND r.subject = $2",
            co_owner.code(),
        ),
    };
    Ok(on!(portal.db, |c| { sqlx::query_as(query).bind(held_by).bind(subject).fetch_optional(c).await })?)
}

pub(super) async fn note_use(
    tx: &mut Tx,
    account: Uuid,
    provider: Provider,
    now: Moment,
) -> Result<(), Error> {
    let statement = match provider {
        Provider::Identity(_) => {
            "UPDATE identity SET last_used_at = $1 WHERE account_id = $2 AND provider = $3"
        }
        Provider::CoOwner(_) => {
            "UPDATE rattachement SET last_used_at = $1 WHERE account_id = $2 AND co_owner = $3"
        }
    };
    on_tx!(tx, |c| {
        sqlx::query(statement).bind(now).bind(account).bind(provider.code()).execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// What [`insert`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Insertion {
    Done,
    /// It is this account's already.
    AlreadyThere,
    /// It is another account's.
    Elsewhere,
    /// The account has another identity of this provider.
    OtherAttached,
}

/// Gives the identity to the account, unless either side is taken. An account that was never activated holds nothing
/// against who proves the identity again.
pub(super) async fn insert(
    tx: &mut Tx,
    account: Uuid,
    identity: &Identity<'_>,
    now: Moment,
) -> Result<Insertion, Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "DELETE FROM identity WHERE issuer = $1 AND subject = $2 AND account_id <> $3
                 AND account_id IN (SELECT id FROM account WHERE activated_at IS NULL)",
        )
        .bind(identity.issuer)
        .bind(identity.subject)
        .bind(account)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let inserted = on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO identity (id, account_id, provider, issuer, subject, name, email, attached_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(identity.provider.code())
        .bind(identity.issuer)
        .bind(identity.subject)
        .bind(identity.name)
        .bind(identity.email)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if inserted == 1 {
        return Ok(Insertion::Done);
    }
    let holder: Option<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT account_id FROM identity WHERE issuer = $1 AND subject = $2")
            .bind(identity.issuer)
            .bind(identity.subject)
            .fetch_optional(c)
            .await
    })?;
    Ok(match holder {
        Some(holder) if holder == account => Insertion::AlreadyThere,
        Some(_) => Insertion::Elsewhere,
        None => Insertion::OtherAttached,
    })
}

/// Takes one identity, or all of them, from an account; gives the providers that it had.
pub(super) async fn delete(
    tx: &mut Tx,
    account: Uuid,
    provider: Option<IdentityProvider>,
) -> Result<Vec<IdentityProvider>, Error> {
    let code = provider.map_or("", IdentityProvider::code);
    let gone: Vec<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM identity WHERE account_id = $1 AND (provider = $2 OR $2 = '') RETURNING provider",
        )
        .bind(account)
        .bind(code)
        .fetch_all(c)
        .await
    })?;
    Ok(gone.iter().filter_map(|code| IdentityProvider::from_code(code)).collect())
}
