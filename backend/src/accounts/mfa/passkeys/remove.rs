use platform::Error;

use super::{
    super::authorization::authorize_change,
    list::{Passkey, passkey},
    stored::KIND,
};
use crate::{Portal, accounts::sessions::Session, id::PasskeyId};

/// Removes a passkey.
///
/// # Errors
/// [`Error::NotFound`] if it does not belong to the person; [`Error::Invalid`]: `LastPasskey` if the security level
/// requires it, `ReauthenticationRequired`.
pub async fn remove_passkey(portal: &Portal, session: &Session, id: PasskeyId) -> Result<Passkey, Error> {
    let owner = authorize_change(portal, session)?;
    let removed = passkey(portal, owner, id).await?;
    KIND.remove(portal, session, owner, id, &removed.name).await?;
    Ok(removed)
}
