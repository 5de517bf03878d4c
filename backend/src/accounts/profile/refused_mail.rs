use platform::{Error, mail};

use super::email::pending_email_change;
use crate::{Portal, accounts::sessions::Session};

/// Returns the addresses of the signed-in person, current and requested, whose mail server refused the last mail for
/// good.
pub async fn refused_addresses(portal: &Portal, session: &Session) -> Result<Vec<String>, Error> {
    let requested = pending_email_change(portal, session).await?.map(|change| change.email);
    let mut refused = Vec::new();
    for address in [Some(session.usager()?.email.clone()), requested].into_iter().flatten() {
        if mail::is_last_refused(portal, &address).await? {
            refused.push(address);
        }
    }
    Ok(refused)
}
