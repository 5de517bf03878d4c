use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::super::owner::is_owned_by;
use crate::{Portal, accounts::sessions::Owner, id::PasskeyId};

/// Passkey, as displayed to its owner.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Passkey {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// Returns the passkeys of a person, oldest first.
pub async fn passkeys(portal: &Portal, owner: Owner) -> Result<Vec<Passkey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT id, name, created_at, last_used_at FROM passkey WHERE ",
            is_owned_by!("$1"),
            " ORDER BY created_at, id"
        ))
        .bind(owner.id())
        .fetch_all(c)
        .await
    })?)
}

/// Returns one passkey.
///
/// # Errors
/// [`Error::NotFound`] if it does not belong to the person.
pub async fn passkey(portal: &Portal, owner: Owner, id: PasskeyId) -> Result<Passkey, Error> {
    let all = passkeys(portal, owner).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}
