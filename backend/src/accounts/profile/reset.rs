//! Choice of a new password through a link.

use domain::{
    form::{Answers, checked},
    problem::Problem,
    profile_forms,
};

use super::{owner, password};
use platform::Error;

use crate::{
    Portal,
    accounts::{
        account, devices,
        history::{self, Event},
        links::{self, Purpose},
        mfa,
        new_passwords::{self, Chooser},
        sessions::{self, Client},
        sign_in,
    },
    id::SessionId,
};

/// Returns the identifiant of the account whose password a link can change, without using it: mail scanners follow links.
/// `None` if the link cannot be used.
pub async fn login_of_reset(portal: &Portal, token: &str) -> Result<Option<String>, Error> {
    let Some(account) = links::account_of(portal, token, Purpose::Password).await? else { return Ok(None) };
    Ok(account::by_id(&portal.db, account).await?.map(|account| account.login))
}

/// Sets the password chosen through a link (`jeton` in the answers), closes every session, forgets every trusted device
/// and notifies the owner.
///
/// # Errors
/// [`Error::Invalid`]: the problems of the fields, which do not use the link; [`Problem::InvalidLink`].
pub async fn reset(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&profile_forms::reset_password(), answers, &())?;
    let (token, new) = (answers.text("jeton"), answers.raw("mot_de_passe"));
    let invalid_link = || Error::invalid("", Problem::InvalidLink);
    let account = links::account_of(portal, token, Purpose::Password).await?.ok_or_else(invalid_link)?;
    let personal = owner::personal_words(portal, account).await?;
    new_passwords::check(portal, Chooser::Owner(account), new, &personal).await?;
    let hash = portal.passwords.hash(new.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    links::use_once(&mut tx, now, token, Purpose::Password).await?.ok_or_else(invalid_link)?;
    password::store(&mut tx, account, &hash).await?;
    sessions::close_others(&mut tx, now, account, SessionId::NIL).await?;
    devices::forget_all(&mut tx, account).await?;
    mfa::passkeys::require_password_again(&mut tx, account).await?;
    // Failed guesses of the old password must not block the owner (mission §2.3).
    let owner = owner::load(&mut tx, account).await?;
    sign_in::forget_attempts(&mut tx, account, [&owner.login, &owner.email]).await?;
    history::record(&mut tx, now, account, &sessions::place(client), Event::PasswordReset).await?;
    password::notify_changed(&mut tx, portal, account, &owner).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
