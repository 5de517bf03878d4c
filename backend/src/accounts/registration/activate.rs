//! Activation (mission §2.2): the link, the identifiant and the password together activate the account, once. The link
//! alone changes nothing.

use domain::{
    account_forms,
    form::{Answers, checked},
    login::account_key,
    problem::Problem,
};
use platform::{Error, throttle};

use super::activation_link;
use crate::{
    Portal,
    accounts::{
        account::{self, Account},
        links::{self, Purpose},
    },
    id::AccountId,
};

/// Activates the account of the link `jeton`, given its identifiant and password.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::InvalidLink`] if the link is expired, used or forged; [`Problem::WrongCredentials`],
/// which leaves the link valid; [`Problem::TooManyAttempts`].
pub async fn activate(portal: &Portal, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&account_forms::activation(), answers, &())?;
    let token = answers.text("jeton");
    let Some(account) = activation_link::account_of(portal, token).await? else {
        return Err(Error::invalid("", Problem::InvalidLink));
    };
    let settings = &portal.config.sign_in;
    let bucket = format!("compte:{}", account.id);
    let attempt = throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await?;
    check_credentials(portal, &account, answers).await?;
    use_link(portal, token, account.id).await?;
    throttle::forgive(portal, attempt).await
}

async fn check_credentials(portal: &Portal, account: &Account, answers: &Answers) -> Result<(), Error> {
    let typed = account_key(answers.text("identifiant"));
    let is_named = typed == account.login || typed == account.email;
    // Verified even if the identifiant is wrong, so that both cases take the same time.
    let password = answers.raw("mot_de_passe").to_owned();
    let is_correct = portal.passwords.verify(Some(&account.password_hash), password).await?;
    if is_named && is_correct { Ok(()) } else { Err(Error::invalid("", Problem::WrongCredentials)) }
}

/// Consumes the link and activates the account; of concurrent requests, exactly one succeeds.
async fn use_link(portal: &Portal, token: &str, account: AccountId) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let used = links::use_once(&mut tx, now, token, Purpose::Activation).await? == Some(account);
    let activated = account::activate(&mut tx, account, now).await?;
    if !used || !activated {
        return Err(Error::invalid("", Problem::InvalidLink));
    }
    tx.commit().await?;
    Ok(())
}
