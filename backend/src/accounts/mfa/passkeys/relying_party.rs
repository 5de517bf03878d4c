use anyhow::Context;
use platform::{Error, db::Duration};
use url::Url;
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder, WebauthnError};

use crate::{Portal, config::is_on_this_machine};

/// Validity of a challenge.
pub(super) const CHALLENGE_VALIDITY: Duration = Duration::from_secs(300);

/// Checks that a WebAuthn relying party can be built for the base URL, if browsers offer passkeys there.
pub(crate) fn check_base_url(base_url: &Url) -> anyhow::Result<()> {
    relying_party_of(base_url).map(drop)
}

/// Builds the WebAuthn relying party, named after the base URL. `None` if browsers offer no passkeys there: without a
/// domain name, or with neither HTTPS nor a loopback host.
///
/// # Errors
/// If `webauthn-rs` refuses the base URL.
fn relying_party_of(base_url: &Url) -> anyhow::Result<Option<Webauthn>> {
    let Some(name) = passkey_domain(base_url) else { return Ok(None) };
    WebauthnBuilder::new(name, base_url)
        .map(|builder| builder.rp_name("Prodouane").timeout(CHALLENGE_VALIDITY))
        .and_then(WebauthnBuilder::build)
        .context("base_url does not suit passkeys")
        .map(Some)
}

/// Returns the domain name of the base URL if browsers offer passkeys there.
fn passkey_domain(base_url: &Url) -> Option<&str> {
    let name = base_url.domain()?;
    (base_url.scheme() == "https" || is_on_this_machine(base_url)).then_some(name)
}

/// Returns `true` if passkeys can be used on this portal. [`check_base_url`] has run at start.
pub fn supports_passkeys(portal: &Portal) -> bool {
    passkey_domain(portal.base_url()).is_some()
}

/// Returns the relying party of the portal.
///
/// # Errors
/// [`Error::NotFound`] if passkeys are not supported.
pub(super) fn relying_party(portal: &Portal) -> Result<Webauthn, Error> {
    relying_party_of(portal.base_url())?.ok_or(Error::NotFound)
}

/// Converts the error of a challenge that could not be created: the person can do nothing about it.
pub(super) fn unexpected(error: WebauthnError) -> Error {
    Error::Unexpected(anyhow::Error::new(error).context("passkeys"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_require_a_domain_name_and_a_secure_context() {
        for (address, supported) in [
            ("https://portail.example", true),
            ("https://portail.example:8443", true),
            ("http://localhost:3000", true),
            ("http://portail.example", false),
            ("http://127.0.0.1:3000", false),
            ("https://[::1]:3000", false),
        ] {
            let party = relying_party_of(&Url::parse(address).expect("a URL")).expect("configured");
            assert_eq!(party.is_some(), supported, "{address}");
        }
    }
}
