//! Passkeys as stored: lookup, insertion, use.

use domain::{account::SecurityLevel, problem::Problem};
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};
use sqlx::{FromRow, types::Json};

use webauthn_rs::prelude::{AuthenticationResult, Passkey as Credential, WebauthnError};

use super::super::{
    factor_kind::FactorKind,
    owner::{self, is_owned_by},
};
use crate::{
    Portal,
    accounts::{
        history::Event,
        sessions::{Owner, SessionStage},
    },
    id::{AccountId, PasskeyId, RowId, SessionId, StaffId},
};

/// Maximum per person.
pub const MAX_PASSKEYS: usize = 10;

pub(super) const KIND: FactorKind = FactorKind {
    name: "clé d’accès",
    level: SecurityLevel::Passkey,
    delete: concat!(
        "DELETE FROM passkey WHERE id = $1 AND ",
        is_owned_by!("$2"),
        " AND (EXISTS (SELECT 1 FROM passkey WHERE account_id = $2 AND id <> $1)
               OR NOT EXISTS (SELECT 1 FROM account WHERE id = $2 AND security_level = $3))"
    ),
    last: Problem::LastPasskey,
};

/// Passkey with the public key that checks its signatures.
#[derive(FromRow)]
pub(super) struct StoredPasskey {
    pub id: PasskeyId,
    /// As in [`Owner::of_columns`], with `staff_id`.
    pub account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    pub name: String,
    pub credential: Json<Credential>,
    /// May sign in without the password.
    pub passwordless: bool,
}

impl StoredPasskey {
    pub fn owner(&self) -> Option<Owner> {
        Owner::of_columns(self.account_id, self.staff_id)
    }
}

pub(super) async fn of_owner(portal: &Portal, owner: Owner) -> Result<Vec<StoredPasskey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT id, account_id, staff_id, name, credential, passwordless FROM passkey WHERE ",
            is_owned_by!("$1")
        ))
        .bind(owner.id())
        .fetch_all(c)
        .await
    })?)
}

/// Finds a passkey by its WebAuthn credential identifier.
pub(super) async fn by_credential(portal: &Portal, id: &[u8]) -> Result<Option<StoredPasskey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, account_id, staff_id, name, credential, passwordless FROM passkey WHERE credential_id = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })?)
}

/// Adds a passkey to a person that the transaction has locked.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyPasskeys`], [`Problem::PasskeyAlreadyAdded`].
pub(super) async fn insert(
    tx: &mut Tx,
    now: Moment,
    owner: Owner,
    name: &str,
    credential: &Credential,
) -> Result<(), Error> {
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar(concat!("SELECT COUNT(*) FROM passkey WHERE ", is_owned_by!("$1")))
            .bind(owner.id())
            .fetch_one(c)
            .await
    })?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= MAX_PASSKEYS {
        return Err(Error::invalid("", Problem::TooManyPasskeys { max: MAX_PASSKEYS }));
    }
    let (account, member) = owner.columns();
    let added = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO passkey (id, account_id, staff_id, name, credential_id, credential, counter, created_at)
             VALUES ($1, $2, $7, $3, $4, $5, 0, $6) ON CONFLICT (credential_id) DO NOTHING",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(name)
        .bind(credential.cred_id().to_vec())
        .bind(Json(credential))
        .bind(now)
        .bind(member)
    )?;
    if added == 1 { Ok(()) } else { Err(Error::invalid("", Problem::PasskeyAlreadyAdded)) }
}

/// Records a valid signature and its counter. If `session` awaits a second factor, so that the password was correct,
/// the passkey may sign in alone from now on.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ClonedPasskey`] if a later signature was recorded meanwhile.
pub(super) async fn record_use(
    portal: &Portal,
    session: SessionId,
    mut key: StoredPasskey,
    result: &AuthenticationResult,
    place: &str,
) -> Result<(), Error> {
    key.credential.0.update_credential(result);
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let recorded = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE passkey SET credential = $1, counter = $2, last_used_at = $3,
                    passwordless = passwordless OR EXISTS (SELECT 1 FROM session WHERE id = $5 AND stage = $6)
             WHERE id = $4 AND (counter < $2 OR (counter = 0 AND $2 = 0))",
        )
        .bind(Json(&key.credential.0))
        .bind(i64::from(result.counter()))
        .bind(now)
        .bind(key.id)
        .bind(session)
        .bind(SessionStage::AccountCode.code())
    )?;
    if recorded == 0 {
        tx.rollback().await?;
        return Err(record_clone(portal, &key, place).await?);
    }
    let owner = key.owner().ok_or(Error::NotFound)?;
    let event = Event::FactorUsed { factor: KIND.name.to_owned(), name: key.name };
    owner::record(&mut tx, portal, now, owner, place, event).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns the problem of a refused signature. Records a decreased counter.
pub(super) async fn refusal(
    portal: &Portal,
    key: &StoredPasskey,
    error: WebauthnError,
    place: &str,
) -> Result<Error, Error> {
    match error {
        WebauthnError::CredentialPossibleCompromise => record_clone(portal, key, place).await,
        other => Ok(refused(&other)),
    }
}

/// Returns the problem of a refused response.
pub(super) fn refused(error: &WebauthnError) -> Error {
    tracing::info!(%error, "passkey response refused");
    Error::invalid(
        "",
        match error {
            WebauthnError::UserNotVerified => Problem::PasskeyWithoutVerification,
            _ => Problem::WrongPasskey,
        },
    )
}

async fn record_clone(portal: &Portal, key: &StoredPasskey, place: &str) -> Result<Error, Error> {
    let mut tx = portal.db.begin().await?;
    let event = Event::PasskeyRefused { name: key.name.clone() };
    let owner = key.owner().ok_or(Error::NotFound)?;
    owner::record(&mut tx, portal, portal.clock.now(), owner, place, event).await?;
    tx.commit().await?;
    Ok(Error::invalid("", Problem::ClonedPasskey))
}
