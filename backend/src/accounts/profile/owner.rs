//! Names and address of an account's owner, for letters and for the check of passwords.

use platform::{Error, db::Tx, on, on_tx};

use crate::{Portal, id::AccountId};

/// Recipient of a letter.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Owner {
    pub login: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

const OWNER: &str = "SELECT login, email, first_name, last_name FROM account WHERE id = $1";

/// Returns the words that a password of the account must not contain.
///
/// # Errors
/// [`Error::NotFound`] if the account does not exist.
pub(super) async fn personal_words(portal: &Portal, account: AccountId) -> Result<[String; 4], Error> {
    let owner: Option<Owner> =
        on!(portal.db, |c| sqlx::query_as(OWNER).bind(account).fetch_optional(c).await)?;
    let owner = owner.ok_or(Error::NotFound)?;
    Ok([owner.login, owner.first_name, owner.last_name, owner.email])
}

/// Loads the owner of an account.
///
/// # Errors
/// [`Error::NotFound`] if the account does not exist.
pub(crate) async fn load(tx: &mut Tx, account: AccountId) -> Result<Owner, Error> {
    let owner = on_tx!(tx, |c| sqlx::query_as(OWNER).bind(account).fetch_optional(c).await)?;
    owner.ok_or(Error::NotFound)
}
