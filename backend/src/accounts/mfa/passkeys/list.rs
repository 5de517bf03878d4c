use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use crate::{
    Portal,
    id::{AccountId, PasskeyId},
};

/// Passkey, as displayed to its owner.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Passkey {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// Returns the passkeys of an account, oldest first.
pub async fn passkeys(portal: &Portal, account: AccountId) -> Result<Vec<Passkey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, name, created_at, last_used_at FROM passkey WHERE account_id = $1 ORDER BY created_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// Returns one passkey.
///
/// # Errors
/// [`Error::NotFound`] if it does not belong to the account.
pub async fn passkey(portal: &Portal, account: AccountId, id: PasskeyId) -> Result<Passkey, Error> {
    let all = passkeys(portal, account).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}
