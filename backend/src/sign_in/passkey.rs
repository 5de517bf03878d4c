//! Signing in with a passkey alone (mission §2.1): the key says whose it is, its owner unlocked it.

use domain::{factor_forms::PASSKEY_ANSWER, form::Answers};

use super::{SignedIn, device, finish};
use crate::{
    Error, Portal,
    db::Duration,
    factors::passkeys,
    session::{self, Client, Session},
    throttle,
};

/// What the browser needs to ask for any passkey of the portal; each time another question.
///
/// # Errors
/// [`Error::NotFound`] where passkeys cannot be used.
pub async fn passkey_question(portal: &Portal, session: &Session) -> Result<String, Error> {
    passkeys::begin_alone(portal, session.id).await
}

/// The whole sign-in.
///
/// # Errors
/// [`Error::Invalid`]: what is wrong with the answer of the key, `TooManyAttempts`.
pub async fn sign_in_with_passkey(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignedIn, Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("cle-reseau:{}", throttle::network(client.address));
    let window = Duration::from_secs(settings.window_minutes * 60);
    let attempt = throttle::allow(portal, &bucket, settings.attempts_per_network, window).await?;
    let place = device::place(client);
    let account = passkeys::accept_alone(portal, session.id, answers.raw(PASSKEY_ANSWER), &place).await?;
    throttle::forgive(portal, attempt).await?;
    session::set_provider(portal, session.id, None).await?;
    Ok(finish::finish(portal, session, client, account, None).await?.into())
}
