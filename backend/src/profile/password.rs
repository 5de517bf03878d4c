//! Change of password by who is signed in and proved it a short while ago.

use domain::{
    form::{Answers, check},
    problem::Problem,
    profile_forms,
};
use uuid::Uuid;

use super::{
    letters::PasswordChangedLetter,
    link::{self, Purpose},
    owner::{self, Owner},
    securing, sessions,
};
use crate::{
    Error, Portal, account,
    db::Tx,
    history::{self, Event},
    mail, on_tx, passwords,
    secret::Token,
    session::{self, Session},
};

/// Changes the password, closes the other sessions, gives this one another token, tells the owner by mail.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ProofNeeded`], or the fields' problems, among them [`Problem::SamePassword`].
pub async fn change(portal: &Portal, session: &Session, answers: &Answers) -> Result<Token, Error> {
    let account = session.proved_usager(portal.clock.now())?.account;
    let problems = check(&profile_forms::change_password(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let new = answers.raw("mot_de_passe");
    refuse_weak(new, owner::personal_words(portal, account).await?).await?;
    // No place to guess: whatever is not the present password becomes it.
    let present = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?.password_hash;
    if portal.passwords.verify(Some(&present), new.to_owned()).await? {
        return Err(Error::invalid("mot_de_passe", Problem::SamePassword));
    }
    let hash = portal.passwords.hash(new.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    // First of all: a session closed meanwhile changes nothing.
    let token = session::rotate(&mut tx, session.id).await?;
    store(&mut tx, account, &hash).await?;
    sessions::close_but(&mut tx, now, account, session.id).await?;
    history::note_by(&mut tx, now, session, Event::PasswordChanged).await?;
    let owner = owner::read(&mut tx, account).await?;
    tell(&mut tx, portal, account, &owner).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}

/// # Errors
/// [`Error::Invalid`] on `mot_de_passe` when the rules of mission §2.1 do not hold.
pub(super) async fn refuse_weak(password: &str, personal: [String; 4]) -> Result<(), Error> {
    passwords::judge(password, personal).await?.map_err(|problem| Error::invalid("mot_de_passe", problem))
}

/// Writes the hash; links to a new password that were sent before open nothing any more.
pub(super) async fn store(tx: &mut Tx, account: Uuid, hash: &str) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET password_hash = $1 WHERE id = $2")
            .bind(hash)
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    link::cancel(tx, account, Purpose::Password).await
}

/// Tells the owner that the password is another one now.
pub(super) async fn tell(tx: &mut Tx, portal: &Portal, account: Uuid, owner: &Owner) -> Result<(), Error> {
    let now = portal.clock.now();
    let letter = PasswordChangedLetter {
        first_name: owner.first_name.clone(),
        when: now.french_minute(),
        securing_link: securing::draw_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter).await
}
