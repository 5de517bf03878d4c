//! The owner of an account: who is written to.

use uuid::Uuid;

use crate::{Error, Portal, db::Tx, on, on_tx};

/// Who a letter is for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Owner {
    pub login: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

const OWNER: &str = "SELECT login, email, first_name, last_name FROM account WHERE id = $1";

/// What the password of an account must not be made of.
pub(super) async fn personal_words(portal: &Portal, account: Uuid) -> Result<[String; 4], Error> {
    let owner: Option<Owner> =
        on!(portal.db, |c| sqlx::query_as(OWNER).bind(account).fetch_optional(c).await)?;
    let owner = owner.ok_or(Error::NotFound)?;
    Ok([owner.login, owner.first_name, owner.last_name, owner.email])
}

pub(crate) async fn read(tx: &mut Tx, account: Uuid) -> Result<Owner, Error> {
    let owner = on_tx!(tx, |c| sqlx::query_as(OWNER).bind(account).fetch_optional(c).await)?;
    owner.ok_or(Error::NotFound)
}
