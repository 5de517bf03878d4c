//! A passkey as the whole sign-in: the key says whose it is.

use domain::problem::Problem;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, DiscoverableKey, PublicKeyCredential};

use super::{
    question::{self, Purpose},
    relying_party, stored, unexpected,
};
use crate::{Error, Portal, db::Tx, on_tx};

/// What the browser needs to ask for any passkey of the portal (`PublicKeyCredentialRequestOptionsJSON`).
///
/// # Errors
/// [`Error::NotFound`] where passkeys cannot be used.
pub(crate) async fn begin_alone(portal: &Portal, session: Uuid) -> Result<String, Error> {
    let (asked, state) = relying_party(portal)?.start_discoverable_authentication().map_err(unexpected)?;
    question::keep(portal, session, Purpose::Alone, None, &state).await?;
    Ok(serde_json::to_string(&asked.public_key)?)
}

/// Uses up the answer of a passkey and tells whose it is.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NoPasskeyAnswer`], [`Problem::ExpiredPasskeyQuestion`], [`Problem::WrongPasskey`],
/// [`Problem::CopiedPasskey`], [`Problem::PasskeyAfterPassword`].
pub(crate) async fn accept_alone(
    portal: &Portal,
    session: Uuid,
    typed: &str,
    place: &str,
) -> Result<Uuid, Error> {
    let wrong = || Error::invalid("", Problem::WrongPasskey);
    let answer: PublicKeyCredential = question::read(typed)?;
    let state: DiscoverableAuthentication = question::take(portal, session, Purpose::Alone, None).await?;
    let party = relying_party(portal)?;
    let (claimed, credential) = party.identify_discoverable_authentication(&answer).map_err(|_| wrong())?;
    let key = stored::by_credential(portal, credential).await?.ok_or_else(wrong)?;
    if key.account_id != claimed {
        return Err(wrong());
    }
    let discoverable = DiscoverableKey::from(&key.credential.0);
    match party.finish_discoverable_authentication_v2(&answer, state, &discoverable) {
        Ok(_) if !key.alone => Err(Error::invalid("", Problem::PasskeyAfterPassword)),
        Ok(result) => {
            let account = key.account_id;
            stored::use_up(portal, session, key, &result, place).await?;
            Ok(account)
        }
        Err(error) => Err(stored::refuse(portal, &key, error, place).await?),
    }
}

/// Somebody else may have added a key: until its next use after the password, none opens this account alone.
pub(crate) async fn need_password_again(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE passkey SET alone = FALSE WHERE account_id = $1")
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
