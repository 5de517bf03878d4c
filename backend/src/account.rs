//! Accounts as stored; accounts made by an administrator from the command line.

use domain::{account::SecurityLevel, email::Email, login::Login, password, problem::FieldProblem};
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Db, Moment, Tx, dialect},
    on, on_tx, passwords,
};

/// What registration and the command line know about a person.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub login: Login,
    pub email: Email,
    pub first_name: String,
    pub last_name: String,
    pub level: SecurityLevel,
    pub sms_number: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub company_number: Option<String>,
    pub company_number_verified: bool,
    pub newsletter: bool,
}

/// What sign-in and activation need of an account.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Account {
    pub id: Uuid,
    pub login: String,
    pub email: String,
    pub password_hash: String,
    pub first_name: String,
    pub activated_at: Option<Moment>,
}

/// By identifiant or by address, in lower case: neither can look like the other, an identifiant holds no `@`.
pub(crate) async fn by_login_or_email(db: &Db, typed: &str) -> Result<Option<Account>, sqlx::Error> {
    let key = typed.trim().to_ascii_lowercase();
    on!(db, |c| {
        sqlx::query_as(
            "SELECT id, login, email, password_hash, first_name, activated_at FROM account
             WHERE login = $1 OR email = $1",
        )
        .bind(key)
        .fetch_optional(c)
        .await
    })
}

const BY_ID: &str =
    "SELECT id, login, email, password_hash, first_name, activated_at FROM account WHERE id = $1";

pub(crate) async fn by_id(db: &Db, id: Uuid) -> Result<Option<Account>, sqlx::Error> {
    on!(db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)
}

/// The same inside a transaction.
pub(crate) async fn by_id_in(tx: &mut Tx, id: Uuid) -> Result<Option<Account>, sqlx::Error> {
    on_tx!(tx, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)
}

/// Writes the row; a taken identifiant or address is a unique violation.
pub(crate) async fn insert(
    tx: &mut Tx,
    account: &NewAccount,
    password_hash: &str,
    now: Moment,
    activated_at: Option<Moment>,
) -> Result<Uuid, sqlx::Error> {
    let id = Uuid::now_v7();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO account (id, login, email, password_hash, security_level, first_name, last_name, sms_number,
                                  phone, address, company_number, company_number_verified, newsletter, created_at,
                                  activated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(id)
        .bind(account.login.as_str())
        .bind(account.email.as_str())
        .bind(password_hash)
        .bind(account.level.code())
        .bind(&account.first_name)
        .bind(&account.last_name)
        .bind(&account.sms_number)
        .bind(&account.phone)
        .bind(&account.address)
        .bind(&account.company_number)
        .bind(account.company_number_verified)
        .bind(account.newsletter)
        .bind(now)
        .bind(activated_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(id)
}

/// An account made by an administrator, ready to sign in. Demonstrations and tests.
///
/// # Errors
/// [`Error::Invalid`] with the field `identifiant`, `email` or `mot_de_passe`.
pub async fn create_activated(
    portal: &Portal,
    login: &str,
    email: &str,
    first_name: &str,
    last_name: &str,
    password: &str,
) -> Result<Uuid, Error> {
    let on_field = |field: &str, problem| Error::Invalid(vec![FieldProblem::new(field, problem)]);
    let account = NewAccount {
        login: Login::parse(login).map_err(|problem| on_field("identifiant", problem))?,
        email: Email::parse(email).map_err(|problem| on_field("email", problem))?,
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        level: SecurityLevel::Password,
        sms_number: None,
        phone: None,
        address: None,
        company_number: None,
        company_number_verified: false,
        newsletter: false,
    };
    let personal = [login, email, first_name, last_name];
    password::check(password, &personal, Some(passwords::score(password, &personal)))
        .map_err(|problem| on_field("mot_de_passe", problem))?;
    let hash = portal.passwords.hash(password.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let id = match insert(&mut tx, &account, &hash, now, Some(now)).await {
        Err(error) if dialect::is_taken(&error) => {
            return Err(on_field("identifiant", domain::problem::Problem::LoginTaken));
        }
        done => done?,
    };
    tx.commit().await?;
    Ok(id)
}
