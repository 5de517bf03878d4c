use platform::Error;

use super::kind::DataCopy;
use crate::{
    Portal,
    accounts::sessions::Session,
    archives::{self, Archive, Order},
};

/// Requests a copy. Replaces a finished copy; does nothing while one is being built.
///
/// # Errors
/// [`Error::Invalid`]: `ReauthenticationRequired`, `TooManyRequests`.
pub async fn request_export(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account_id = session.recently_authenticated_usager(portal.clock.now())?.account;
    let order = Order { account_id, siren: String::new(), period_start: None, period_end: None };
    archives::request::<DataCopy>(portal, session, &order).await
}

/// Returns the copy of the signed-in person, requested or ready.
pub async fn export(portal: &Portal, session: &Session) -> Result<Option<Archive>, Error> {
    let found = archives::find::<DataCopy>(portal, session.usager()?.account, "").await?;
    Ok(found.map(|found| found.archive()))
}
