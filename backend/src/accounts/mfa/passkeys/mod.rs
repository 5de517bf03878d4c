//! Passkeys (mission §2.1), as a second factor or alone; `webauthn-rs` implements WebAuthn itself.
//!
//! User verification is always required, so that a passkey is two factors: possession of the device, and the PIN or
//! biometric check that unlocks it.

mod challenge;
mod enrolment;
mod list;
mod passwordless;
mod relying_party;
mod remove;
mod second_factor;
mod stored;

pub use enrolment::{begin_passkey, confirm_passkey};
pub use list::{Passkey, passkey, passkeys};
pub(crate) use passwordless::{accept_passwordless, begin_passwordless, require_password_again};
pub(crate) use relying_party::check_base_url;
pub use relying_party::supports_passkeys;
pub use remove::remove_passkey;
pub(crate) use second_factor::{accept_second_factor, begin_second_factor};
pub use stored::MAX_PASSKEYS;
