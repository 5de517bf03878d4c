//! A passkey of somebody who is known: after the password, or as a fresh proof.

use domain::problem::Problem;
use uuid::Uuid;
use webauthn_rs::prelude::{PasskeyAuthentication, PublicKeyCredential};

use super::{
    question::{self, Purpose},
    relying_party, stored, unexpected,
};
use crate::{Error, Portal};

/// What the browser needs to ask for a passkey of this account (`PublicKeyCredentialRequestOptionsJSON`).
///
/// # Errors
/// [`Error::NotFound`] when there is none, or where passkeys cannot be used.
pub(crate) async fn begin_second(portal: &Portal, session: Uuid, account: Uuid) -> Result<String, Error> {
    let keys = stored::of_account(portal, account).await?;
    if keys.is_empty() {
        return Err(Error::NotFound);
    }
    let keys: Vec<_> = keys.into_iter().map(|key| key.credential.0).collect();
    let (asked, state) = relying_party(portal)?.start_passkey_authentication(&keys).map_err(unexpected)?;
    question::keep(portal, session, Purpose::Second, Some(account), &state).await?;
    Ok(serde_json::to_string(&asked.public_key)?)
}

/// Uses up the answer of a passkey of this account.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NoPasskeyAnswer`], [`Problem::ExpiredPasskeyQuestion`], [`Problem::WrongPasskey`],
/// [`Problem::CopiedPasskey`].
pub(crate) async fn accept(
    portal: &Portal,
    session: Uuid,
    account: Uuid,
    typed: &str,
    place: &str,
) -> Result<(), Error> {
    let answer: PublicKeyCredential = question::read(typed)?;
    let state: PasskeyAuthentication =
        question::take(portal, session, Purpose::Second, Some(account)).await?;
    let key = stored::by_credential(portal, answer.get_credential_id()).await?;
    // Removed meanwhile, or another account's.
    let Some(key) = key.filter(|key| key.account_id == account) else {
        return Err(Error::invalid("", Problem::WrongPasskey));
    };
    match relying_party(portal)?.finish_passkey_authentication(&answer, &state) {
        Ok(result) => stored::use_up(portal, session, key, &result, place).await,
        Err(error) => Err(stored::refuse(portal, &key, error, place).await?),
    }
}
