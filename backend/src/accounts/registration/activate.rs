//! Activation (mission §2.2): the link, the identifiant and the password together activate the account, once. The link
//! alone changes nothing.

use domain::{
    account_forms,
    form::{Answers, checked},
    login::account_key,
    problem::Problem,
};
use platform::{Error, db::dialect, secret::Token, throttle};

use super::activation_link;
use crate::{
    Portal,
    accounts::{
        account::{self, Account},
        links::{self, Purpose},
        sign_in,
    },
};

/// Maximum number of pending accounts whose password is compared with the typed one.
const MAX_COMPARED: usize = 10;

/// Activates the pending account of the link's mailbox that has this identifiant and password. Any link sent to the mailbox
/// serves: a stranger who registers the address too, before or after its owner, can neither delete the owner's registration
/// nor use up their mails. The other pending accounts of the address are deleted.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::InvalidLink`] if the link is expired, used or forged; [`Problem::WrongCredentials`],
/// which leaves the link valid; [`Problem::LoginTaken`] if another account with this identifiant was activated meanwhile;
/// [`Problem::TooManyAttempts`].
pub async fn activate(portal: &Portal, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&account_forms::activation(), answers, &())?;
    let token = answers.text("jeton");
    let Some(linked) = activation_link::account_of(portal, token).await? else {
        return Err(Error::invalid("", Problem::InvalidLink));
    };
    let settings = &portal.config.sign_in;
    // One limit for all links of the mailbox.
    let bucket = format!("activation:{}", hex::encode(Token::hash(&linked.email)));
    let attempt = throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await?;
    let account = check_credentials(portal, &linked, answers).await?;
    use_link(portal, token, &linked, &account).await?;
    throttle::forgive(portal, attempt).await
}

/// Returns the pending account of the address that has the typed identifiant and password.
async fn check_credentials(portal: &Portal, linked: &Account, answers: &Answers) -> Result<Account, Error> {
    let typed = account_key(answers.text("identifiant"));
    let others = account::pending_with_email(&portal.db, &linked.email).await?;
    let others = others.iter().filter(|other| other.id != linked.id);
    let named = std::iter::once(linked).chain(others).filter(|one| typed == one.login || typed == one.email);
    let mut compared: Vec<&Account> = named.take(MAX_COMPARED).collect();
    let is_named = !compared.is_empty();
    if !is_named {
        // Compared although the identifiant is wrong, so that both cases take the same time.
        compared.push(linked);
    }
    for account in compared {
        let password = answers.raw("mot_de_passe").to_owned();
        let is_correct = portal.passwords.verify(Some(&account.password_hash), password).await?;
        if is_named && is_correct {
            return Ok(account.clone());
        }
    }
    Err(Error::invalid("", Problem::WrongCredentials))
}

/// Consumes the link and activates the account; of concurrent requests, exactly one succeeds.
async fn use_link(portal: &Portal, token: &str, linked: &Account, account: &Account) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let used = links::use_once(&mut tx, now, token, Purpose::Activation).await? == Some(linked.id);
    let activated = match account::activate(&mut tx, account.id, now).await {
        Err(error) if dialect::is_unique_violation(&error) => {
            return Err(Error::invalid("identifiant", Problem::LoginTaken));
        }
        activated => activated?,
    };
    if !used || !activated {
        return Err(Error::invalid("", Problem::InvalidLink));
    }
    for other in account::delete_pending_with_email(&mut tx, &linked.email).await? {
        // Withdraws the mails that were not sent yet.
        links::cancel(&mut tx, other, Purpose::Activation).await?;
    }
    // Strangers may have tried passwords before: they must not delay the first sign-in of the owner.
    sign_in::forget_attempts(&mut tx, account.id, [&account.login, &account.email]).await?;
    tx.commit().await?;
    Ok(())
}
