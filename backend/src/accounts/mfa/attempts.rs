use platform::{Error, id::AttemptId, throttle};

use crate::{Portal, accounts::sessions::Owner, id::TrustedDeviceId};

/// Counts the comparison of a code of any kind, to forgive if the code is correct. A trusted device has its own limit,
/// so that attempts from elsewhere do not lock the owner out.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(crate) async fn count(
    portal: &Portal,
    owner: Owner,
    device: Option<TrustedDeviceId>,
) -> Result<AttemptId, Error> {
    let settings = &portal.config.sign_in;
    let bucket = match device {
        Some(device) => format!("code-appareil:{device}"),
        None => format!("code:{}", owner.id()),
    };
    throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await
}
