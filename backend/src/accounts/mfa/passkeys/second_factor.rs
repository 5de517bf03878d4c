//! A passkey as the second factor of a known person, at sign-in or re-authentication.

use domain::problem::Problem;
use platform::Error;

use webauthn_rs::prelude::{PasskeyAuthentication, PublicKeyCredential};

use super::{
    challenge::{self, Purpose},
    relying_party::{relying_party, unexpected},
    stored,
};
use crate::{Portal, accounts::sessions::Owner, id::SessionId};

/// Creates a challenge for the passkeys of the person: `PublicKeyCredentialRequestOptionsJSON` for the browser.
///
/// # Errors
/// [`Error::NotFound`] if the person has no passkey or passkeys are not supported.
pub(crate) async fn begin_second_factor(
    portal: &Portal,
    session: SessionId,
    owner: Owner,
) -> Result<String, Error> {
    let keys = stored::of_owner(portal, owner).await?;
    if keys.is_empty() {
        return Err(Error::NotFound);
    }
    let keys: Vec<_> = keys.into_iter().map(|key| key.credential.0).collect();
    let (options, state) = relying_party(portal)?.start_passkey_authentication(&keys).map_err(unexpected)?;
    challenge::store(portal, session, Purpose::SecondFactor, Some(owner), &state).await?;
    challenge::request_options(&options.public_key)
}

/// Checks the response of a passkey of the person and consumes the challenge.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NoPasskeyResponse`], [`Problem::ExpiredChallenge`], [`Problem::WrongPasskey`],
/// [`Problem::PasskeyWithoutVerification`], [`Problem::ClonedPasskey`].
pub(crate) async fn accept_second_factor(
    portal: &Portal,
    session: SessionId,
    owner: Owner,
    typed: &str,
    place: &str,
) -> Result<(), Error> {
    let response: PublicKeyCredential = challenge::parse_response(typed)?;
    let state: PasskeyAuthentication =
        challenge::take(portal, session, Purpose::SecondFactor, Some(owner)).await?;
    let key = stored::by_credential(portal, response.get_credential_id()).await?;
    // Removed meanwhile, or of another person.
    let Some(key) = key.filter(|key| key.owner() == Some(owner)) else {
        return Err(Error::invalid("", Problem::WrongPasskey));
    };
    match relying_party(portal)?.finish_passkey_authentication(&response, &state) {
        Ok(result) => stored::record_use(portal, session, key, &result, place).await,
        Err(error) => Err(stored::refusal(portal, &key, error, place).await?),
    }
}
