//! Rate limits of registrations and of the mails that anyone can cause.

use platform::{
    Error,
    db::Duration,
    throttle::{self, Attempt},
};

use crate::{Portal, accounts::sessions::Client};

/// Maximum number of mails to one address within an hour, over all requesters.
const MAILS_PER_ADDRESS: i64 = 5;

const HOUR: Duration = Duration::from_secs(3600);

/// Limits registrations and new activation links per network and hour.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(super) async fn limit_per_network(portal: &Portal, client: &Client) -> Result<(), Error> {
    let bucket = format!("inscription:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, portal.config.sign_in.registrations_per_network, HOUR).await?;
    Ok(())
}

/// Counts a mail to this address. Returns `false` if the limit is reached: the mail must not be sent, and the response
/// must not show it.
pub(crate) async fn may_send_mail_to(portal: &Portal, address: &str) -> Result<bool, Error> {
    let attempt = throttle::attempt(portal, &format!("courriel:{address}"), MAILS_PER_ADDRESS, HOUR).await?;
    Ok(matches!(attempt, Attempt::Allowed(_)))
}
