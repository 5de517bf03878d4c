use crate::id::AccountId;
use domain::{account::SecurityLevel, email::Email, login::Login};
use platform::{
    db::{Moment, Tx},
    execute_tx,
};

/// Account to create, by registration or from the command line.
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

/// Inserts an account; it is pending if `activated_at` is `None`.
///
/// # Errors
/// A unique violation if it is active and another active account has the identifiant or the e-mail address.
pub(crate) async fn insert(
    tx: &mut Tx,
    account: &NewAccount,
    password_hash: &str,
    now: Moment,
    activated_at: Option<Moment>,
) -> Result<AccountId, sqlx::Error> {
    let id = AccountId::generate();
    execute_tx!(tx, sqlx::query(
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
        .bind(activated_at))?;
    Ok(id)
}
