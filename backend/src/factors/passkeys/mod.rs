//! Passkeys (mission §2.1): added and named, asked after the password, or alone.
//!
//! The rules of WebAuthn are `webauthn-rs`'; here is what it must be told, what is kept, and that each question is
//! answered once. User verification is always required, so that a key is two proofs in one: something its owner has,
//! and what unlocks it.

mod alone;
mod enrolment;
mod question;
mod second;
mod stored;

use std::sync::Arc;

use anyhow::Context;
use url::Url;
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder, WebauthnError};

use crate::{Error, Portal, db::Duration};

pub(crate) use alone::{accept_alone, begin_alone, need_password_again};
pub use enrolment::{begin_passkey, confirm_passkey};
pub(crate) use second::{accept, begin_second};
pub use stored::{MAX_PASSKEYS, Passkey, passkey, passkeys, remove_passkey};

/// How long a question to a passkey can be answered.
const QUESTION_LIFE: Duration = Duration::from_secs(300);

/// As people read it in their history.
const FACTOR: &str = "clé d’accès";

/// The portal as passkeys know it: by the name and the origin of its configured address.
#[derive(Clone)]
pub struct RelyingParty(Arc<Webauthn>);

impl RelyingParty {
    /// `None` where browsers offer no passkeys: an address without a name, or neither HTTPS nor this machine.
    pub(crate) fn of(base_url: &Url) -> anyhow::Result<Option<Self>> {
        let Some(name) = base_url.domain() else { return Ok(None) };
        let local = name == "localhost" || name.ends_with(".localhost");
        if base_url.scheme() != "https" && !local {
            return Ok(None);
        }
        let built = WebauthnBuilder::new(name, base_url)
            .map(|builder| builder.rp_name("Prodouane").timeout(QUESTION_LIFE))
            .and_then(WebauthnBuilder::build)
            .context("base_url does not suit passkeys")?;
        Ok(Some(Self(Arc::new(built))))
    }
}

/// Can passkeys be used on this portal?
pub fn takes_passkeys(portal: &Portal) -> bool {
    portal.relying_party.is_some()
}

/// # Errors
/// [`Error::NotFound`] where passkeys cannot be used.
fn relying_party(portal: &Portal) -> Result<&Webauthn, Error> {
    portal.relying_party.as_ref().map(|party| &*party.0).ok_or(Error::NotFound)
}

/// A question that could not be put: nothing that a person can act upon.
fn unexpected(error: WebauthnError) -> Error {
    Error::Unexpected(anyhow::Error::new(error).context("passkeys"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_want_a_name_that_browsers_trust() {
        for (address, taken) in [
            ("https://portail.example", true),
            ("https://portail.example:8443", true),
            ("http://localhost:3000", true),
            ("http://portail.example", false),
            ("http://127.0.0.1:3000", false),
            ("https://[::1]:3000", false),
        ] {
            let party = RelyingParty::of(&Url::parse(address).expect("an address")).expect("configured");
            assert_eq!(party.is_some(), taken, "{address}");
        }
    }
}
