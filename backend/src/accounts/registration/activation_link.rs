use domain::{path, person_name};
use platform::{
    Error,
    db::{Duration, Tx},
    mail::{self, Lifetime},
};

use crate::{
    Portal,
    accounts::{
        account::{self, Account, NewAccount},
        letters::ActivationLetter,
        links::{self, Purpose},
    },
    id::AccountId,
};

/// Creates the activation link of a new account and queues its mail.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    id: AccountId,
    account: &NewAccount,
) -> Result<(), Error> {
    let (link, lifetime) = create(tx, portal, id).await?;
    let letter = letter(portal, account.first_name.clone(), account.login.to_string(), link);
    mail::enqueue(tx, portal.clock.now(), account.email.as_str(), &letter, lifetime).await
}

/// Creates another activation link for a pending account and queues its mail; earlier links stay valid.
pub(crate) async fn resend(tx: &mut Tx, portal: &Portal, pending: &Account) -> Result<(), Error> {
    let (link, lifetime) = create(tx, portal, pending.id).await?;
    let letter = letter(portal, pending.first_name.clone(), pending.login.clone(), link);
    mail::enqueue(tx, portal.clock.now(), &pending.email, &letter, lifetime).await
}

/// Creates a link and returns its URL, with the lifetime of its mail.
async fn create(tx: &mut Tx, portal: &Portal, account: AccountId) -> Result<(String, Lifetime), Error> {
    let (now, purpose) = (portal.clock.now(), Purpose::Activation);
    let validity = Duration::from_secs(portal.config.security.activation_hours * 3600);
    let token = links::generate(tx, now, account, purpose, validity).await?;
    let lifetime = links::lifetime(account, purpose, now + validity);
    Ok((portal.link(&path::activation_link(token.expose())), lifetime))
}

/// Anyone may have typed the address: the mail contains no name that a mail program would turn into a link.
fn letter(portal: &Portal, first_name: String, login: String, link: String) -> ActivationLetter {
    ActivationLetter {
        first_name: person_name::in_mail_to_unconfirmed(&first_name).to_owned(),
        login: person_name::login_in_mail_to_unconfirmed(&login).to_owned(),
        link,
        valid_hours: portal.config.security.activation_hours,
    }
}

/// Returns `true` if the link can activate an account now. Does not use it: mail scanners open links.
pub async fn is_usable(portal: &Portal, token: &str) -> Result<bool, Error> {
    Ok(account_of(portal, token).await?.is_some())
}

/// Returns the pending account of a valid link.
pub(super) async fn account_of(portal: &Portal, token: &str) -> Result<Option<Account>, Error> {
    match links::account_of(portal, token, Purpose::Activation).await? {
        Some(id) => {
            let found = account::by_id(&portal.db, id).await?;
            Ok(found.filter(|account| account.activated_at.is_none()))
        }
        None => Ok(None),
    }
}
