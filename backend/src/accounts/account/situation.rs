use crate::id::AccountId;
use platform::{
    Error,
    db::{Db, Tx},
    execute_tx, on,
};

/// Personal details of an account: name, address, telephone, company number (mission §2.4).
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Situation {
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub company_number: Option<String>,
    /// The check digit is correct; `false` without a number.
    pub company_number_verified: bool,
}

/// Returns the personal details of an account.
///
/// # Errors
/// [`Error::NotFound`] if the account was deleted.
pub(crate) async fn situation(db: &Db, account: AccountId) -> Result<Situation, Error> {
    let found = on!(db, |c| {
        sqlx::query_as(
            "SELECT first_name, last_name, phone, address, company_number, company_number_verified
             FROM account WHERE id = $1",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

pub(crate) async fn set_situation(
    tx: &mut Tx,
    account: AccountId,
    situation: &Situation,
) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query(
            "UPDATE account SET first_name = $1, last_name = $2, phone = $3, address = $4, company_number = $5,
                    company_number_verified = $6 WHERE id = $7",
        )
        .bind(&situation.first_name)
        .bind(&situation.last_name)
        .bind(&situation.phone)
        .bind(&situation.address)
        .bind(&situation.company_number)
        .bind(situation.company_number_verified)
        .bind(account))?;
    Ok(())
}
