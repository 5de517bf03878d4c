use domain::{account::SecurityLevel, problem::Problem};
use platform::{
    Error,
    db::{Moment, Tx},
    encryption::SecretRow,
    execute_tx, on, on_tx,
};
use sqlx::FromRow;

use super::{
    super::{authorization::authorize_change, factor_kind::FactorKind, owner::is_owned_by},
    key::TotpKey,
};
use crate::{
    Portal,
    accounts::sessions::{Owner, Session},
    id::{AuthenticatorAppId, PersonId},
};

/// Maximum per person.
pub const MAX_AUTHENTICATOR_APPS: usize = 5;

pub(super) const KIND: FactorKind = FactorKind {
    name: "application d’authentification",
    level: SecurityLevel::Totp,
    delete: concat!(
        "DELETE FROM totp_factor WHERE id = $1 AND ",
        is_owned_by!("$2"),
        " AND (EXISTS (SELECT 1 FROM totp_factor WHERE account_id = $2 AND id <> $1)
               OR NOT EXISTS (SELECT 1 FROM account WHERE id = $2 AND security_level = $3))"
    ),
    last: Problem::LastAuthenticatorApp,
};

/// Authenticator app, as displayed to its owner.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct AuthenticatorApp {
    pub id: AuthenticatorAppId,
    pub name: String,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// Returns the authenticator apps of a person, oldest first.
pub async fn authenticator_apps(portal: &Portal, owner: Owner) -> Result<Vec<AuthenticatorApp>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT id, name, created_at, last_used_at FROM totp_factor WHERE ",
            is_owned_by!("$1"),
            " ORDER BY created_at, id"
        ))
        .bind(owner.id())
        .fetch_all(c)
        .await
    })?)
}

/// Returns one authenticator app.
///
/// # Errors
/// [`Error::NotFound`] if it does not belong to the person.
pub async fn authenticator_app(
    portal: &Portal,
    owner: Owner,
    id: AuthenticatorAppId,
) -> Result<AuthenticatorApp, Error> {
    let all = authenticator_apps(portal, owner).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// Row of an app, which its key is encrypted for.
pub(super) fn secret_row(owner: PersonId, id: &[u8; 16]) -> SecretRow {
    SecretRow::new("totp_factor", &[owner.as_bytes(), id])
}

/// Adds an app to a person that the transaction has locked. `step`: that of the first code, now used.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyAuthenticatorApps`].
pub(super) async fn insert(
    tx: &mut Tx,
    portal: &Portal,
    owner: Owner,
    name: &str,
    key: &TotpKey,
    step: i64,
) -> Result<(), Error> {
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar(concat!("SELECT COUNT(*) FROM totp_factor WHERE ", is_owned_by!("$1")))
            .bind(owner.id())
            .fetch_one(c)
            .await
    })?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= MAX_AUTHENTICATOR_APPS {
        return Err(Error::invalid("", Problem::TooManyAuthenticatorApps { max: MAX_AUTHENTICATOR_APPS }));
    }
    let id = AuthenticatorAppId::generate();
    let secret = portal.keyring.encrypt(&secret_row(owner.id(), id.as_bytes()), key.as_bytes())?;
    let (account, member) = owner.columns();
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO totp_factor (id, account_id, staff_id, name, secret, key_id, created_at, last_step)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id)
        .bind(account)
        .bind(member)
        .bind(name)
        .bind(secret.bytes)
        .bind(secret.key_id)
        .bind(portal.clock.now())
        .bind(step)
    )?;
    Ok(())
}

/// Removes an authenticator app.
///
/// # Errors
/// [`Error::NotFound`] if it does not belong to the person; [`Error::Invalid`]: [`Problem::LastAuthenticatorApp`] if
/// the security level requires it, [`Problem::ReauthenticationRequired`].
pub async fn remove_authenticator_app(
    portal: &Portal,
    session: &Session,
    id: AuthenticatorAppId,
) -> Result<AuthenticatorApp, Error> {
    let owner = authorize_change(portal, session)?;
    let removed = authenticator_app(portal, owner, id).await?;
    KIND.remove(portal, session, owner, id, &removed.name).await?;
    Ok(removed)
}
