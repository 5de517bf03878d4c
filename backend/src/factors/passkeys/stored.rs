//! The passkeys of an account.

use domain::{account::SecurityLevel, problem::Problem};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;
use webauthn_rs::prelude::{AuthenticationResult, Passkey as Credential, WebauthnError};

use super::FACTOR;
use crate::{
    Error, Portal,
    db::{Moment, Tx},
    factors::{lock, may_change},
    history::{self, Event},
    on, on_tx,
    session::Session,
};

/// More would be a mistake: every one of them opens the account.
pub const MAX_PASSKEYS: usize = 10;

/// One passkey, as its owner sees it.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Passkey {
    pub id: Uuid,
    pub name: String,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// One passkey, as signatures are checked with it.
#[derive(FromRow)]
pub(super) struct Stored {
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub credential: Json<Credential>,
    pub alone: bool,
}

/// The passkeys of an account, oldest first.
pub async fn passkeys(portal: &Portal, account: Uuid) -> Result<Vec<Passkey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, name, created_at, last_used_at FROM passkey WHERE account_id = $1 ORDER BY created_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`]: not this account's.
pub async fn passkey(portal: &Portal, account: Uuid, id: Uuid) -> Result<Passkey, Error> {
    let all = passkeys(portal, account).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

pub(super) async fn of_account(portal: &Portal, account: Uuid) -> Result<Vec<Stored>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT id, account_id, name, credential, alone FROM passkey WHERE account_id = $1")
            .bind(account)
            .fetch_all(c)
            .await
    })?)
}

pub(super) async fn by_credential(portal: &Portal, id: &[u8]) -> Result<Option<Stored>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT id, account_id, name, credential, alone FROM passkey WHERE credential_id = $1")
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// Adds a passkey to an account that the transaction has locked.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyPasskeys`], [`Problem::KnownPasskey`].
pub(super) async fn insert(
    tx: &mut Tx,
    now: Moment,
    account: Uuid,
    name: &str,
    credential: &Credential,
) -> Result<(), Error> {
    let known: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM passkey WHERE account_id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    if usize::try_from(known).unwrap_or(usize::MAX) >= MAX_PASSKEYS {
        return Err(Error::invalid("", Problem::TooManyPasskeys { max: MAX_PASSKEYS }));
    }
    let added = on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO passkey (id, account_id, name, credential_id, credential, counter, created_at)
             VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (credential_id) DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(name)
        .bind(credential.cred_id().to_vec())
        .bind(Json(credential))
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if added == 1 { Ok(()) } else { Err(Error::invalid("", Problem::KnownPasskey)) }
}

/// Notes what a signature told of its key, and that it opened something.
///
/// `session`: when it awaits what the level asks after the password, the key may open alone from now on.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::CopiedPasskey`] when a later signature was counted meanwhile.
pub(super) async fn use_up(
    portal: &Portal,
    session: Uuid,
    mut key: Stored,
    result: &AuthenticationResult,
    place: &str,
) -> Result<(), Error> {
    key.credential.0.update_credential(result);
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let used = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE passkey SET credential = $1, counter = $2, last_used_at = $3,
                    alone = alone OR EXISTS (SELECT 1 FROM session WHERE id = $5 AND stage = 'code')
             WHERE id = $4 AND (counter < $2 OR (counter = 0 AND $2 = 0))",
        )
        .bind(Json(&key.credential.0))
        .bind(i64::from(result.counter()))
        .bind(now)
        .bind(key.id)
        .bind(session)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if used == 0 {
        tx.rollback().await?;
        return Err(copied(portal, &key, place).await?);
    }
    let event = Event::FactorUsed { factor: FACTOR.to_owned(), name: key.name };
    history::note(&mut tx, now, key.account_id, place, event).await?;
    tx.commit().await?;
    Ok(())
}

/// Why a signature is refused; a counter that went back is noted for the owner.
pub(super) async fn refuse(
    portal: &Portal,
    key: &Stored,
    error: WebauthnError,
    place: &str,
) -> Result<Error, Error> {
    match error {
        WebauthnError::CredentialPossibleCompromise => copied(portal, key, place).await,
        other => {
            tracing::info!(error = %other, "the answer of a passkey was refused");
            Ok(Error::invalid("", Problem::WrongPasskey))
        }
    }
}

async fn copied(portal: &Portal, key: &Stored, place: &str) -> Result<Error, Error> {
    let mut tx = portal.db.begin().await?;
    let event = Event::PasskeyRefused { name: key.name.clone() };
    history::note(&mut tx, portal.clock.now(), key.account_id, place, event).await?;
    tx.commit().await?;
    Ok(Error::invalid("", Problem::CopiedPasskey))
}

/// Removes a passkey.
///
/// # Errors
/// [`Error::NotFound`]: not this account's; [`Error::Invalid`]: [`Problem::LastPasskey`] at the level that asks one,
/// [`Problem::ProofNeeded`].
pub async fn remove_passkey(portal: &Portal, session: &Session, id: Uuid) -> Result<Passkey, Error> {
    let account = may_change(portal, session)?;
    let removed = passkey(portal, account, id).await?;
    let mut tx = portal.db.begin().await?;
    lock(&mut tx, account).await?;
    let gone = on_tx!(tx, |c| {
        sqlx::query(
            "DELETE FROM passkey WHERE id = $1 AND account_id = $2
                AND (EXISTS (SELECT 1 FROM passkey WHERE account_id = $2 AND id <> $1)
                     OR NOT EXISTS (SELECT 1 FROM account WHERE id = $2 AND security_level = $3))",
        )
        .bind(id)
        .bind(account)
        .bind(SecurityLevel::Passkey.code())
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if gone == 0 {
        return Err(Error::invalid("", Problem::LastPasskey));
    }
    let event = Event::FactorRemoved { factor: FACTOR.to_owned(), name: removed.name.clone() };
    history::note_by(&mut tx, portal.clock.now(), session, event).await?;
    tx.commit().await?;
    Ok(removed)
}
