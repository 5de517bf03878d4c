//! Change of password by the signed-in owner after re-authentication.

use domain::{
    form::{Answers, checked},
    problem::Problem,
    profile_forms,
};

use super::{
    letters::PasswordChangedLetter,
    owner::{self, Owner},
    securing_link::{notice_lifetime, securing_link},
};
use platform::{Error, db::Tx, mail, secret::Token};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        links::{self, Purpose},
        new_passwords::{self, Chooser},
        sessions::{self, Session},
    },
    id::AccountId,
};

/// Changes the password, closes the other sessions, replaces the token of this one and notifies the owner by mail.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ReauthenticationRequired`] or the problems of the fields, among them
/// [`Problem::SamePassword`].
pub async fn change(portal: &Portal, session: &Session, answers: &Answers) -> Result<Token, Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let answers = &checked(&profile_forms::change_password(), answers, &())?;
    let new = answers.raw("mot_de_passe");
    let personal = owner::personal_words(portal, account).await?;
    new_passwords::check(portal, Chooser::Owner(account), new, &personal).await?;
    // Does not help to guess the current password: any other value replaces it.
    let current = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?.password_hash;
    if portal.passwords.verify(Some(&current), new.to_owned()).await? {
        return Err(Error::invalid("mot_de_passe", Problem::SamePassword));
    }
    let hash = portal.passwords.hash(new.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    // First: fails if the session was closed meanwhile.
    let token = sessions::rotate(&mut tx, session.id).await?;
    store(&mut tx, account, &hash).await?;
    sessions::close_others(&mut tx, now, account, session.id).await?;
    history::record_from_session(&mut tx, now, session, Event::PasswordChanged).await?;
    let owner = owner::load(&mut tx, account).await?;
    notify_changed(&mut tx, portal, account, &owner).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}

/// Stores the hash and cancels the links to choose a new password.
pub(super) async fn store(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), Error> {
    account::set_password(tx, account, hash).await?;
    links::cancel(tx, account, Purpose::Password).await
}

/// Notifies the owner that the password has changed.
pub(super) async fn notify_changed(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
    owner: &Owner,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let letter = PasswordChangedLetter {
        first_name: owner.first_name.clone(),
        when: now.french_minute(),
        securing_link: securing_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter, notice_lifetime(now)).await
}
