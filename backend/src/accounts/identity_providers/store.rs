//! Stored identities: issuer, subject and the account that they sign in to.

use domain::identity_provider::{IdentityProvider, Provider};
use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use crate::{
    Portal,
    id::{AccountId, RowId},
};

/// Identity attached to an account, as shown to its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedIdentity {
    pub provider: IdentityProvider,
    pub name: String,
    pub email: String,
    pub attached_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// Identity verified by a provider.
#[derive(Clone, Debug)]
pub(super) struct Identity<'a> {
    pub provider: IdentityProvider,
    pub issuer: &'a str,
    pub subject: &'a str,
    pub name: &'a str,
    pub email: &'a str,
}

/// Account that an identity signs in to.
#[derive(FromRow)]
pub(super) struct Owner {
    pub account_id: AccountId,
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

/// Returns the identities of an account, oldest first.
pub async fn attached_identities(
    portal: &Portal,
    account: AccountId,
) -> Result<Vec<AttachedIdentity>, Error> {
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
        Some(AttachedIdentity { provider, name, email, attached_at, last_used_at })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Finds the account that an identity, or a linked account of a co-owner, signs in to.
pub(super) async fn owner(
    portal: &Portal,
    provider: Provider,
    issuer: &str,
    subject: &str,
) -> Result<Option<Owner>, Error> {
    let (query, namespace) = match provider {
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
    Ok(on!(portal.db, |c| { sqlx::query_as(query).bind(namespace).bind(subject).fetch_optional(c).await })?)
}

/// Records a sign-in through the identity, or through the linked account of a co-owner.
pub(super) async fn record_use(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
    provider: Provider,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let provider = match provider {
        Provider::Identity(provider) => provider,
        Provider::CoOwner(co_owner) => {
            return portal.account_hooks.record_link_use(tx, account, co_owner, now).await;
        }
    };
    execute_tx!(
        tx,
        sqlx::query("UPDATE identity SET last_used_at = $1 WHERE account_id = $2 AND provider = $3")
            .bind(now)
            .bind(account)
            .bind(provider.code())
    )?;
    Ok(())
}

/// Outcome of [`insert`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Insertion {
    Inserted,
    /// The account has this identity already.
    AlreadyAttached,
    /// Another account has this identity.
    AttachedElsewhere,
    /// The account has another identity of this provider.
    OtherIdentityAttached,
}

/// Attaches the identity to the account, unless one of them is taken. The identity of an account that was never
/// activated is available: its owner may attach it to another account.
pub(super) async fn insert(
    tx: &mut Tx,
    account: AccountId,
    identity: &Identity<'_>,
    now: Moment,
) -> Result<Insertion, Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM identity WHERE issuer = $1 AND subject = $2 AND account_id <> $3
                 AND account_id IN (SELECT id FROM account WHERE activated_at IS NULL)",
        )
        .bind(identity.issuer)
        .bind(identity.subject)
        .bind(account)
    )?;
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO identity (id, account_id, provider, issuer, subject, name, email, attached_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(identity.provider.code())
        .bind(identity.issuer)
        .bind(identity.subject)
        .bind(identity.name)
        .bind(identity.email)
        .bind(now)
    )?;
    if inserted == 1 {
        return Ok(Insertion::Inserted);
    }
    let holder: Option<AccountId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT account_id FROM identity WHERE issuer = $1 AND subject = $2")
            .bind(identity.issuer)
            .bind(identity.subject)
            .fetch_optional(c)
            .await
    })?;
    Ok(match holder {
        Some(holder) if holder == account => Insertion::AlreadyAttached,
        Some(_) => Insertion::AttachedElsewhere,
        None => Insertion::OtherIdentityAttached,
    })
}

/// Deletes the identity of one provider, or all identities of the account; returns their providers.
pub(super) async fn delete(
    tx: &mut Tx,
    account: AccountId,
    provider: Option<IdentityProvider>,
) -> Result<Vec<IdentityProvider>, Error> {
    let code = provider.map_or("", IdentityProvider::code);
    let deleted: Vec<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM identity WHERE account_id = $1 AND (provider = $2 OR $2 = '') RETURNING provider",
        )
        .bind(account)
        .bind(code)
        .fetch_all(c)
        .await
    })?;
    Ok(deleted.iter().filter_map(|code| IdentityProvider::from_code(code)).collect())
}
