//! Deletion of an account (mission §2.4; `docs/adr/0009`): immediate and irreversible.

use domain::{
    form::{Answers, FormDefinition, checked},
    login::account_key,
    problem::Problem,
    profile_forms,
    question::ARCHIVE_YEARS,
};

use super::letters::AccountDeletedLetter;
use platform::{
    Error,
    db::{Moment, Tx},
    files::FileKey,
    mail::{self, Lifetime},
};

use crate::{
    Portal,
    accounts::{
        self,
        account::{self, Account},
        sessions::{self, Session},
    },
    archives,
    assistance::cases,
    companies, customs, documents, messaging,
    portal::Signal,
};

/// Form of the confirmation.
pub fn deletion_form() -> FormDefinition {
    profile_forms::delete_account()
}

/// Deletes the account of the signed-in person.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ReauthenticationRequired`], [`Problem::LoginMismatch`].
pub async fn delete_account(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let now = portal.clock.now();
    let usager = session.recently_authenticated_usager(now)?;
    let answers = &checked(&deletion_form(), answers, &())?;
    if account_key(answers.text("identifiant")) != usager.login {
        return Err(Error::invalid("identifiant", Problem::LoginMismatch));
    }
    let mut tx = portal.db.begin().await?;
    sessions::lock(&mut tx, portal, session.id, usager.account).await?;
    let owner = account::by_id_tx(&mut tx, usager.account).await?.ok_or(Error::NotFound)?;
    let files = erase(&mut tx, &owner, now).await?;
    let letter = AccountDeletedLetter {
        first_name: owner.first_name.clone(),
        login: owner.login.clone(),
        when: now.french_minute(),
        years: ARCHIVE_YEARS,
    };
    mail::enqueue(&mut tx, now, &owner.email, &letter, Lifetime::Unlimited).await?;
    tx.notify(Signal::SessionsOf(owner.id.into()));
    tx.commit().await?;
    tracing::info!(account = %owner.id, "account deleted");
    for key in files {
        messaging::discard_file(portal, &key).await;
    }
    portal.wake_workers();
    Ok(())
}

/// Erases the data of the person in every context, the account last. Returns the files to discard after the commit.
async fn erase(tx: &mut Tx, owner: &Account, now: Moment) -> Result<Vec<FileKey>, Error> {
    let mut files = messaging::personal_data::erase(tx, owner.id).await?;
    files.extend(archives::files_of_account(tx, owner.id).await?);
    files.extend(cases::personal_data::erase(tx, owner.id).await?);
    customs::appointments::personal_data::erase(tx, owner.id, now).await?;
    documents::personal_data::erase(tx, owner.id).await?;
    companies::personal_data::erase(tx, owner, now).await?;
    accounts::personal_data::erase(tx, owner, now).await?;
    Ok(files)
}
