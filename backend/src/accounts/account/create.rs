use domain::{
    account::SecurityLevel,
    email::Email,
    login::Login,
    problem::{FieldProblem, Problem},
    typed_text,
};
use platform::{Error, db::dialect};

use super::insert::{NewAccount, insert};
use crate::{Portal, id::AccountId};

/// Creates an account that can sign in at once, for the command line (demonstrations) and tests.
///
/// # Errors
/// [`Error::Invalid`] on the field `identifiant`, `email` or `mot_de_passe`.
pub async fn create_activated(
    portal: &Portal,
    login: &str,
    email: &str,
    first_name: &str,
    last_name: &str,
    password: &str,
) -> Result<AccountId, Error> {
    let on_field = |field: &str, problem| Error::Invalid(vec![FieldProblem::new(field, problem)]);
    let account = NewAccount {
        login: Login::parse(login).map_err(|problem| on_field("identifiant", problem))?,
        email: Email::parse(email).map_err(|problem| on_field("email", problem))?,
        first_name: typed_text::line(first_name),
        last_name: typed_text::line(last_name),
        level: SecurityLevel::Password,
        sms_number: None,
        phone: None,
        address: None,
        company_number: None,
        company_number_verified: false,
        newsletter: false,
    };
    let personal = [login, email, first_name, last_name];
    let checked = portal.passwords.check_new(password, &personal.map(str::to_owned)).await?;
    checked.map_err(|problem| on_field("mot_de_passe", problem))?;
    let hash = portal.passwords.hash(password.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let id = match insert(&mut tx, &account, &hash, now, Some(now)).await {
        Err(error) if dialect::is_unique_violation(&error) => {
            return Err(on_field("identifiant", Problem::LoginTaken));
        }
        inserted => inserted?,
    };
    tx.commit().await?;
    Ok(id)
}
