//! Authenticator apps: TOTP keys, their enrolment, and the codes they display (RFC 6238).
//!
//! `totp_factor` stores the keys unencrypted, because codes are computed from them: encrypt the volume and the backups.
//! A person who reads the database still needs the passwords to sign in.

mod apps;
mod code;
mod enrolment;
mod key;

pub use apps::{
    AuthenticatorApp, MAX_AUTHENTICATOR_APPS, authenticator_app, authenticator_apps, remove_authenticator_app,
};
pub(crate) use code::accept as accept_totp_code;
pub use enrolment::{TotpEnrolment, begin_authenticator_app, confirm_authenticator_app};
pub use key::TotpKey;
