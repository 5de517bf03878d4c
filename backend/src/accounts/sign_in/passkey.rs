//! Sign-in with a passkey alone (mission §2.1): the passkey identifies the account, and its owner unlocked it.

use domain::{form::Answers, mfa_forms::PASSKEY_RESPONSE};
use platform::{Error, throttle};

use super::{finish::finish, outcome::SignInOutcome};
use crate::{
    Portal,
    accounts::{
        mfa::passkeys,
        sessions::{self, Client, Owner, Session},
    },
};

/// Creates the WebAuthn challenge for any passkey of the portal, as JSON for the browser.
///
/// # Errors
/// [`Error::NotFound`] if the portal does not support passkeys.
pub async fn passkey_challenge(portal: &Portal, session: &Session) -> Result<String, Error> {
    passkeys::begin_passwordless(portal, session.id).await
}

/// Signs in with the response of a passkey, which replaces both steps.
///
/// # Errors
/// [`Error::Invalid`]: the problem of the response, `TooManyAttempts`.
pub async fn sign_in_with_passkey(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignInOutcome, Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("cle-reseau:{}", throttle::network(client.address));
    let attempt = throttle::allow(portal, &bucket, settings.attempts_per_network, settings.window()).await?;
    let place = sessions::place(client);
    let response = answers.raw(PASSKEY_RESPONSE);
    let account = passkeys::accept_passwordless(portal, session.id, response, &place).await?;
    throttle::forgive(portal, attempt).await?;
    let session = &sessions::for_sign_in(portal, session, client, Owner::Account(account)).await?;
    sessions::set_provider(portal, session.id, None).await?;
    finish(portal, session, client, account, None).await
}
