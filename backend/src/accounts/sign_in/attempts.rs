//! Rate limit of passwords: per account and per network. A trusted device has its own limit, so that attempts from
//! elsewhere do not lock the owner out.

use platform::{Error, id::AttemptId, secret::Token, throttle};

use crate::{
    Portal,
    accounts::sessions::Client,
    id::{AccountId, TrustedDeviceId},
};

/// Counts the evaluation of a password; returns the attempts to forgive if it is correct. `account`: nil if unknown, in
/// which case the identifiant typed is counted instead.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(super) async fn count(
    portal: &Portal,
    typed: &str,
    account: AccountId,
    device: Option<TrustedDeviceId>,
    client: &Client,
) -> Result<Vec<AttemptId>, Error> {
    let settings = &portal.config.sign_in;
    let account_bucket = match (device, account.is_nil()) {
        (Some(device), _) => format!("appareil:{device}"),
        (None, false) => format!("compte:{account}"),
        (None, true) => format!("inconnu:{}", hex::encode(Token::hash(&typed.to_lowercase()))),
    };
    let mut buckets = vec![(account_bucket, settings.attempts_per_account)];
    if device.is_none() {
        let network = format!("reseau:{}", throttle::network(client.address));
        buckets.insert(0, (network, settings.attempts_per_network));
    }
    let mut attempts = Vec::with_capacity(buckets.len());
    for (bucket, limit) in buckets {
        attempts.push(throttle::allow(portal, &bucket, limit, settings.window()).await?);
    }
    Ok(attempts)
}
