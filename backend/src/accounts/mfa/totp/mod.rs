//! Authenticator apps: TOTP keys, their enrolment, and the codes they display (RFC 6238).
//!
//! The keys are stored encrypted, because codes are computed from them (`docs/adr/0024`).

mod apps;
mod code;
mod enrolment;
mod key;
mod rotation;

pub use apps::{
    AuthenticatorApp, MAX_AUTHENTICATOR_APPS, authenticator_app, authenticator_apps, remove_authenticator_app,
};
pub(crate) use code::accept as accept_totp_code;
pub use enrolment::{TotpEnrolment, begin_authenticator_app, confirm_authenticator_app};
pub use key::TotpKey;
pub use rotation::encrypt_authenticator_apps_again;
