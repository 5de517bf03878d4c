//! Check of a new password within a rate limit, because estimating its strength takes processor time.

use platform::{Error, db::Duration, throttle};

use crate::{Portal, accounts::sessions::Client, id::AccountId};

const HOUR: Duration = Duration::from_secs(3600);
/// Passwords checked for one account within an hour.
const PER_ACCOUNT: i64 = 30;
/// Passwords checked per registration that a network is allowed.
const PER_REGISTRATION: i64 = 4;

/// Person who chooses the password, for the rate limit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Chooser<'a> {
    /// A visitor who registers.
    Visitor(&'a Client),
    /// The owner of an account, signed in or with a valid link.
    Owner(AccountId),
}

/// Checks the rules of mission §2.1. `personal`: names and addresses that the password must not resemble.
///
/// # Errors
/// [`Error::Invalid`] on `mot_de_passe`; `TooManyAttempts` on the whole form.
pub(super) async fn check(
    portal: &Portal,
    chooser: Chooser<'_>,
    password: &str,
    personal: &[String],
) -> Result<(), Error> {
    let (bucket, limit) = match chooser {
        Chooser::Visitor(client) => (
            throttle::network(client.address),
            portal.config.sign_in.registrations_per_network.saturating_mul(PER_REGISTRATION),
        ),
        Chooser::Owner(account) => (account.to_string(), PER_ACCOUNT),
    };
    throttle::allow(portal, &format!("force:{bucket}"), limit, HOUR).await?;
    let checked = portal.passwords.check_new(password, personal).await?;
    checked.map_err(|problem| Error::invalid("mot_de_passe", problem))
}
