//! Sign-in with a passkey alone, which identifies the account.

use domain::problem::Problem;
use platform::{Error, db::Tx, execute_tx};

use webauthn_rs::prelude::{DiscoverableAuthentication, DiscoverableKey, PublicKeyCredential};

use super::{
    challenge::{self, Purpose},
    relying_party::{relying_party, unexpected},
    stored,
};
use crate::{
    Portal,
    id::{AccountId, SessionId},
};

/// Creates a challenge for any passkey of the portal: `PublicKeyCredentialRequestOptionsJSON` for the browser.
///
/// # Errors
/// [`Error::NotFound`] if passkeys are not supported.
pub(crate) async fn begin_passwordless(portal: &Portal, session: SessionId) -> Result<String, Error> {
    let (options, state) = relying_party(portal)?.start_discoverable_authentication().map_err(unexpected)?;
    challenge::store(portal, session, Purpose::Passwordless, None, &state).await?;
    challenge::request_options(&options.public_key)
}

/// Checks the response of a passkey, consumes the challenge, and returns the account of the passkey.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NoPasskeyResponse`], [`Problem::ExpiredChallenge`], [`Problem::WrongPasskey`],
/// [`Problem::PasskeyWithoutVerification`], [`Problem::ClonedPasskey`], [`Problem::PasskeyAfterPassword`].
pub(crate) async fn accept_passwordless(
    portal: &Portal,
    session: SessionId,
    typed: &str,
    place: &str,
) -> Result<AccountId, Error> {
    let wrong = || Error::invalid("", Problem::WrongPasskey);
    let response: PublicKeyCredential = challenge::parse_response(typed)?;
    let state: DiscoverableAuthentication =
        challenge::take(portal, session, Purpose::Passwordless, None).await?;
    let party = relying_party(portal)?;
    let (claimed, credential) = party.identify_discoverable_authentication(&response).map_err(|_| wrong())?;
    let key = stored::by_credential(portal, credential).await?.ok_or_else(wrong)?;
    // Members of the staff always type their password too (001).
    let Some(account) = key.account_id.filter(|account| *account == claimed.into()) else {
        return Err(wrong());
    };
    let discoverable = DiscoverableKey::from(&key.credential.0);
    match party.finish_discoverable_authentication_v2(&response, state, &discoverable) {
        Ok(_) if !key.passwordless => Err(Error::invalid("", Problem::PasskeyAfterPassword)),
        Ok(result) => {
            stored::record_use(portal, session, key, &result, place).await?;
            Ok(account)
        }
        Err(error) => Err(stored::refusal(portal, &key, error, place).await?),
    }
}

/// Forbids sign-in with each passkey alone until it has been used once after the password: an intruder may have added
/// one.
pub(crate) async fn require_password_again(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE passkey SET passwordless = FALSE WHERE account_id = $1").bind(account)
    )?;
    Ok(())
}
