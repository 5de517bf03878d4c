use crate::id::AccountId;
use domain::login::account_key;
use platform::{
    db::{Db, Moment, Tx},
    on, on_tx,
};

/// Account data for sign-in, activation and letters.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Account {
    pub id: AccountId,
    pub login: String,
    pub email: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    pub activated_at: Option<Moment>,
}

impl Account {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// Finds an account by identifiant or e-mail address, however typed (see [`account_key`]): an active one, or else the
/// newest pending one.
pub(crate) async fn by_login_or_email(db: &Db, typed: &str) -> Result<Option<Account>, sqlx::Error> {
    let key = account_key(typed);
    on!(db, |c| {
        sqlx::query_as(
            "SELECT id, login, email, password_hash, first_name, last_name, activated_at FROM account
             WHERE login = $1 OR email = $1
             ORDER BY CASE WHEN activated_at IS NULL THEN 1 ELSE 0 END, created_at DESC, id DESC LIMIT 1",
        )
        .bind(key)
        .fetch_optional(c)
        .await
    })
}

/// Returns the pending accounts of this e-mail address, the newest first.
pub(crate) async fn pending_with_email(db: &Db, email: &str) -> Result<Vec<Account>, sqlx::Error> {
    on!(db, |c| {
        sqlx::query_as(
            "SELECT id, login, email, password_hash, first_name, last_name, activated_at FROM account
             WHERE email = $1 AND activated_at IS NULL ORDER BY created_at DESC, id DESC",
        )
        .bind(email)
        .fetch_all(c)
        .await
    })
}

const BY_ID: &str =
    "SELECT id, login, email, password_hash, first_name, last_name, activated_at FROM account WHERE id = $1";

pub(crate) async fn by_id(db: &Db, id: AccountId) -> Result<Option<Account>, sqlx::Error> {
    on!(db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)
}

/// Like [`by_id`], inside a transaction.
pub(crate) async fn by_id_tx(tx: &mut Tx, id: AccountId) -> Result<Option<Account>, sqlx::Error> {
    on_tx!(tx, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)
}
