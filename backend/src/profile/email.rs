//! Change of mail address, confirmed from both addresses: the new one is read by who asks, the present one agrees.
//!
//! One address serves one account (004). A taken address gets the same answer as a free one; its owner is told.

use domain::{
    email::{self, Email},
    form::{Answers, check},
    problem::Problem,
    profile_forms,
};
use uuid::Uuid;

use super::{
    letters::{AddressChangedLetter, AddressWantedLetter, AgreeToAddressLetter, ConfirmAddressLetter},
    link::{self, Purpose},
    owner::{self, Owner},
    securing,
};
use crate::{
    Error, Portal, account,
    db::{Duration, Moment, Tx, dialect},
    history::{self, Event},
    mail, on, on_tx, registration,
    session::{Client, Session},
    sign_in,
};

/// Validity of both links, and of the change as a whole.
const VALIDITY: Duration = Duration::from_secs(48 * 3600);

/// A change that waits for its confirmations.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct PendingEmail {
    pub email: String,
    pub expires_at: Moment,
    /// The new address is confirmed: the present one has not agreed yet.
    pub confirmed_at: Option<Moment>,
}

/// How far a confirmation has led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The new address is confirmed; a link was sent to the present one.
    NewAddress,
    /// Both are: the address is changed.
    Both,
}

/// The change that the signed-in person waits for.
pub async fn pending_email(portal: &Portal, session: &Session) -> Result<Option<PendingEmail>, Error> {
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

/// Asks for another address; replaces a change that waits.
///
/// # Errors
/// [`Error::Invalid`]: the fields' problems, [`Problem::ProofNeeded`], [`Problem::SameEmail`].
pub async fn ask_new_email(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let id = session.proved_usager(portal.clock.now())?.account;
    let problems = check(&profile_forms::change_email(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let new = Email::parse(answers.text("email")).map_err(|problem| Error::invalid("email", problem))?;
    let account = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    if new.as_str() == account.email {
        return Err(Error::invalid("email", Problem::SameEmail));
    }
    let may_write = registration::may_write_to(portal, new.as_str()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    cancel(&mut tx, account.id).await?;
    keep(&mut tx, now, account.id, &new).await?;
    let asked = Event::EmailChangeAsked { to: email::masked(new.as_str()) };
    history::note_by(&mut tx, now, session, asked).await?;
    if may_write {
        write_to_new(&mut tx, portal, account.id, &account.first_name, &new).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

async fn keep(tx: &mut Tx, now: Moment, account: Uuid, new: &Email) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO email_change (account_id, email, asked_at, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(account)
        .bind(new.as_str())
        .bind(now)
        .bind(now + VALIDITY)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The link to a free address, a word to the owner of a taken one.
async fn write_to_new(
    tx: &mut Tx,
    portal: &Portal,
    account: Uuid,
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
        return mail::enqueue(tx, now, new.as_str(), &AddressWantedLetter { first_name }).await;
    }
    let token = link::draw(tx, now, account, Purpose::NewAddress, VALIDITY).await?;
    let letter = ConfirmAddressLetter {
        first_name: first_name.to_owned(),
        link: portal.link(&format!("/changement-adresse?jeton={}", token.expose())),
        valid_hours: VALIDITY.as_secs() / 3600,
    };
    mail::enqueue(tx, now, new.as_str(), &letter).await
}

/// Gives the change up; its links open nothing any more.
pub async fn cancel_new_email(portal: &Portal, session: &Session) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    cancel(&mut tx, session.usager()?.account).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn cancel(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM email_change WHERE account_id = $1")
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    link::cancel(tx, account, Purpose::NewAddress).await?;
    link::cancel(tx, account, Purpose::PresentAddress).await
}

/// Uses the link of either mail, once; whoever holds it reads the mailbox, signed in or not.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::DeadLink`]: forged, used, out of date, given up, or the address was taken meanwhile.
pub async fn confirm_email(portal: &Portal, token: &str, client: &Client) -> Result<Confirmed, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let confirmed = if let Some(account) = link::take(&mut tx, now, token, Purpose::NewAddress).await? {
        ask_present(&mut tx, portal, account).await?;
        Confirmed::NewAddress
    } else if let Some(account) = link::take(&mut tx, now, token, Purpose::PresentAddress).await? {
        finish(&mut tx, portal, account, client).await?;
        Confirmed::Both
    } else {
        return Err(dead());
    };
    tx.commit().await?;
    portal.wake_workers();
    Ok(confirmed)
}

fn dead() -> Error {
    Error::invalid("", Problem::DeadLink)
}

async fn ask_present(tx: &mut Tx, portal: &Portal, account: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    let email: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE email_change SET confirmed_at = $1
             WHERE account_id = $2 AND confirmed_at IS NULL AND expires_at > $1 RETURNING email",
        )
        .bind(now)
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let new = email.ok_or_else(dead)?;
    let owner = owner::read(tx, account).await?;
    let token = link::draw(tx, now, account, Purpose::PresentAddress, VALIDITY).await?;
    let letter = AgreeToAddressLetter {
        first_name: owner.first_name,
        new,
        link: portal.link(&format!("/changement-adresse?jeton={}", token.expose())),
        valid_hours: VALIDITY.as_secs() / 3600,
        securing_link: securing::draw_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter).await
}

async fn finish(tx: &mut Tx, portal: &Portal, account: Uuid, client: &Client) -> Result<(), Error> {
    let now = portal.clock.now();
    let email: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM email_change WHERE account_id = $1 AND confirmed_at IS NOT NULL RETURNING email",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let new = email.ok_or_else(dead)?;
    let before = owner::read(tx, account).await?;
    store(tx, account, &new).await?;
    // Sent to the address of before, they would outlive it.
    link::cancel(tx, account, Purpose::Password).await?;
    let event = Event::EmailChanged { from: email::masked(&before.email), to: email::masked(&new) };
    history::note(tx, now, account, &sign_in::place(client), event).await?;
    tell_both(tx, portal, account, before, &new).await
}

/// An account never activated does not hold an address against who reads its mailbox.
async fn store(tx: &mut Tx, account: Uuid, new: &str) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM account WHERE email = $1 AND activated_at IS NULL")
            .bind(new)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    let stored = on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET email = $1 WHERE id = $2")
            .bind(new)
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    });
    match stored {
        Err(error) if dialect::is_taken(&error) => Err(dead()),
        done => Ok(done?),
    }
}

async fn tell_both(
    tx: &mut Tx,
    portal: &Portal,
    account: Uuid,
    before: Owner,
    new: &str,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let letter = AddressChangedLetter {
        first_name: before.first_name,
        login: before.login,
        new: email::masked(new),
        when: now.french_minute(),
        securing_link: securing::draw_link(tx, portal, account).await?,
    };
    for address in [before.email.as_str(), new] {
        mail::enqueue(tx, now, address, &letter).await?;
    }
    Ok(())
}
