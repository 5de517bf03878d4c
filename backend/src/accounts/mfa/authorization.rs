use platform::Error;

use crate::{Portal, accounts::sessions::Session, id::AccountId};

/// Checks that the session may change the level and factors of its account, which it returns. A session that must first
/// add the factor of its level is refused: it could lower the level instead.
///
/// # Errors
/// [`Error::NotFound`] if no person is signed in; [`Error::Invalid`]: `ReauthenticationRequired`.
pub(super) fn authorize_change(portal: &Portal, session: &Session) -> Result<AccountId, Error> {
    Ok(session.recently_authenticated_usager(portal.clock.now())?.account)
}

/// Checks that the session may add a factor, including the one that its level requires, and returns its account.
///
/// # Errors
/// As [`authorize_change`].
pub(super) fn authorize_addition(portal: &Portal, session: &Session) -> Result<AccountId, Error> {
    Ok(session.recently_authenticated_account(portal.clock.now())?.account)
}
