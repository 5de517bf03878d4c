//! The owner of an account: who is written to, and the proof that it is them who asks.

use domain::problem::Problem;
use uuid::Uuid;

use crate::{
    Error, Portal,
    account::{self, Account},
    db::Tx,
    on, on_tx,
    session::Session,
    throttle,
};

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

/// The signed-in person's account, once they gave its password. Wrong passwords count: a session left open on a shared
/// computer must not become a place to guess.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongPassword`] on `mot_de_passe_actuel`, [`Problem::TooManyAttempts`].
pub(super) async fn confirmed(portal: &Portal, session: &Session, password: &str) -> Result<Account, Error> {
    let account = session.usager()?.account;
    let settings = &portal.config.sign_in;
    let bucket = format!("mot-de-passe-actuel:{account}");
    let attempt = throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await?;
    let account = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?;
    if !portal.passwords.verify(Some(&account.password_hash), password.to_owned()).await? {
        return Err(Error::invalid("mot_de_passe_actuel", Problem::WrongPassword));
    }
    throttle::forgive(portal, attempt).await?;
    Ok(account)
}
