//! Confirmation of a change of mail address: first from the new address, then from the current one.

use domain::{email, path, problem::Problem};

use super::{
    email::VALIDITY,
    letters::{AddressChangedLetter, AgreeToAddressLetter},
    owner::{self, Owner},
    securing_link::{notice_lifetime, securing_link},
};
use platform::{
    Error,
    db::{Tx, dialect},
    mail, on_tx,
};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        links::{self, Purpose},
        sessions::{self, Client},
    },
    id::AccountId,
};

/// Outcome of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailConfirmation {
    /// The new address is confirmed; a link was sent to the current one.
    NewAddress,
    /// Both addresses are confirmed and the address has changed.
    Both,
}

/// Confirms a change through the link of either mail, once. Works without a sign-in: the link requires access to the
/// mailbox.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::InvalidLink`] if the link is forged, used, expired or cancelled, or if the
/// address was taken meanwhile.
pub async fn confirm_email(
    portal: &Portal,
    token: &str,
    client: &Client,
) -> Result<EmailConfirmation, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let confirmed = if let Some(account) = links::use_once(&mut tx, now, token, Purpose::NewAddress).await? {
        confirm_new_address(&mut tx, portal, account).await?;
        EmailConfirmation::NewAddress
    } else if let Some(account) = links::use_once(&mut tx, now, token, Purpose::CurrentAddress).await? {
        complete(&mut tx, portal, account, client).await?;
        EmailConfirmation::Both
    } else {
        return Err(invalid_link());
    };
    tx.commit().await?;
    portal.wake_workers();
    Ok(confirmed)
}

fn invalid_link() -> Error {
    Error::invalid("", Problem::InvalidLink)
}

/// Records the confirmation of the new address and sends the link to agree to the current one.
async fn confirm_new_address(tx: &mut Tx, portal: &Portal, account: AccountId) -> Result<(), Error> {
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
    let new = email.ok_or_else(invalid_link)?;
    let owner = owner::load(tx, account).await?;
    let token = links::generate(tx, now, account, Purpose::CurrentAddress, VALIDITY).await?;
    let letter = AgreeToAddressLetter {
        first_name: owner.first_name,
        new: email::shown(&new),
        link: portal.link(&path::email_change_link(token.expose())),
        valid_hours: VALIDITY.as_secs() / 3600,
        securing_link: securing_link(tx, portal, account).await?,
    };
    let lifetime = links::lifetime(account, Purpose::CurrentAddress, now + VALIDITY);
    mail::enqueue(tx, now, &owner.email, &letter, lifetime).await
}

async fn complete(tx: &mut Tx, portal: &Portal, account: AccountId, client: &Client) -> Result<(), Error> {
    let now = portal.clock.now();
    let email: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM email_change WHERE account_id = $1 AND confirmed_at IS NOT NULL RETURNING email",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let new = email.ok_or_else(invalid_link)?;
    let before = owner::load(tx, account).await?;
    store(tx, account, &new).await?;
    // Links to choose a new password were sent to the former address.
    links::cancel(tx, account, Purpose::Password).await?;
    let event = Event::EmailChanged { from: email::masked(&before.email), to: email::masked(&new) };
    history::record(tx, now, account, &sessions::place(client), event).await?;
    notify_both_addresses(tx, portal, account, before, &new).await
}

/// Stores the new address, freed from an account that was never activated.
async fn store(tx: &mut Tx, account: AccountId, new: &str) -> Result<(), Error> {
    account::delete_pending_with_email(tx, new).await?;
    match account::set_email(tx, account, new).await {
        Err(error) if dialect::is_unique_violation(&error) => Err(invalid_link()),
        stored => Ok(stored?),
    }
}

async fn notify_both_addresses(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
    before: Owner,
    new: &str,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let letter = AddressChangedLetter {
        first_name: before.first_name,
        login: before.login,
        new: email::masked(new),
        when: now.french_minute(),
        securing_link: securing_link(tx, portal, account).await?,
    };
    for address in [before.email.as_str(), new] {
        mail::enqueue(tx, now, address, &letter, notice_lifetime(now)).await?;
    }
    Ok(())
}
