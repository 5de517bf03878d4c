//! Link « ce n'était pas moi » in the mails about a change.

use domain::path;

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    mail::Lifetime,
};

use crate::{
    Portal,
    accounts::links::{self, Purpose},
    id::AccountId,
};

/// Validity: the owner may be away. The link gives no access, it only closes sessions and detaches.
const VALIDITY: Duration = Duration::from_secs(7 * 24 * 3600);

/// Generates a link to the page that secures the account.
pub(crate) async fn securing_link(tx: &mut Tx, portal: &Portal, account: AccountId) -> Result<String, Error> {
    let token = links::generate(tx, portal.clock.now(), account, Purpose::Securing, VALIDITY).await?;
    Ok(portal.link(&path::securing_link(token.expose())))
}

/// Returns the lifetime of a mail with such a link.
pub(crate) fn notice_lifetime(now: Moment) -> Lifetime {
    Lifetime::Until(now + VALIDITY)
}
