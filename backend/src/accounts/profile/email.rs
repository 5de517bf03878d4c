//! Request of a change of mail address, to be confirmed from both addresses (see `email_confirmation`).
//!
//! An address belongs to one account (004). The answer is the same for a taken address as for a free one; its owner is
//! notified.

use domain::{
    email::{self, Email},
    form::{Answers, checked},
    path, person_name,
    problem::Problem,
    profile_forms,
};

use super::letters::{AddressWantedLetter, ConfirmAddressLetter};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute_tx,
    mail::{self, Lifetime},
    on, on_tx,
};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        links::{self, Purpose},
        registration::{self, MailCause},
        sessions::Session,
    },
    id::AccountId,
};

/// Validity of both links and of the whole change.
pub(super) const VALIDITY: Duration = Duration::from_secs(48 * 3600);

/// Change that is not confirmed yet.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct PendingEmailChange {
    pub email: String,
    pub expires_at: Moment,
    /// Time at which the new address was confirmed; the current one must still agree.
    pub confirmed_at: Option<Moment>,
}

/// Returns the pending change of the signed-in person.
pub async fn pending_email_change(
    portal: &Portal,
    session: &Session,
) -> Result<Option<PendingEmailChange>, Error> {
    let account = session.usager()?.account;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT email, expires_at, confirmed_at FROM email_change WHERE account_id = $1 AND expires_at > $2",
        )
        .bind(account)
        .bind(portal.clock.now())
        .fetch_optional(c)
        .await
    })?)
}

/// Returns the address requested by a pending change.
pub(crate) async fn requested_address(tx: &mut Tx, account: AccountId) -> Result<Option<String>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT email FROM email_change WHERE account_id = $1")
            .bind(account)
            .fetch_optional(c)
            .await
    })?)
}

/// Requests a change of address; replaces a pending one.
///
/// # Errors
/// [`Error::Invalid`]: the problems of the fields, [`Problem::ReauthenticationRequired`], [`Problem::SameEmail`].
pub async fn request_email_change(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<(), Error> {
    let id = session.recently_authenticated_usager(portal.clock.now())?.account;
    let answers = &checked(&profile_forms::change_email(), answers, &())?;
    let new = Email::parse(answers.text("email")).map_err(|problem| Error::invalid("email", problem))?;
    let account = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    if new.as_str() == account.email {
        return Err(Error::invalid("email", Problem::SameEmail));
    }
    let may_write = registration::may_send_mail_to(portal, MailCause::NewAddress, new.as_str()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    cancel(&mut tx, account.id).await?;
    insert(&mut tx, now, account.id, &new).await?;
    let event = Event::EmailChangeRequested { to: email::masked(new.as_str()) };
    history::record_from_session(&mut tx, now, session, event).await?;
    if may_write {
        write_to_new_address(&mut tx, portal, account.id, &account.first_name, &new).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

async fn insert(tx: &mut Tx, now: Moment, account: AccountId, new: &Email) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO email_change (account_id, email, requested_at, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(account)
        .bind(new.as_str())
        .bind(now)
        .bind(now + VALIDITY)
    )?;
    Ok(())
}

/// Sends the link to a free address, or a notice to the owner of a taken one.
async fn write_to_new_address(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
    first_name: &str,
    new: &Email,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let holder: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT first_name FROM account WHERE email = $1 AND activated_at IS NOT NULL")
            .bind(new.as_str())
            .fetch_optional(c)
            .await
    })?;
    if let Some(first_name) = holder {
        let letter = AddressWantedLetter { first_name };
        return mail::enqueue(tx, now, new.as_str(), &letter, Lifetime::Unlimited).await;
    }
    let token = links::generate(tx, now, account, Purpose::NewAddress, VALIDITY).await?;
    let letter = ConfirmAddressLetter {
        first_name: person_name::in_mail_to_unconfirmed(first_name).to_owned(),
        link: portal.link(&path::email_change_link(token.expose())),
        valid_hours: VALIDITY.as_secs() / 3600,
    };
    let lifetime = links::lifetime(account, Purpose::NewAddress, now + VALIDITY);
    mail::enqueue(tx, now, new.as_str(), &letter, lifetime).await
}

/// Cancels the pending change and its links.
pub async fn cancel_email_change(portal: &Portal, session: &Session) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    cancel(&mut tx, session.usager()?.account).await?;
    tx.commit().await?;
    Ok(())
}

/// Cancels the pending change of an account and its links.
pub(super) async fn cancel(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM email_change WHERE account_id = $1").bind(account))?;
    links::cancel(tx, account, Purpose::NewAddress).await?;
    links::cancel(tx, account, Purpose::CurrentAddress).await
}
