//! Second factors of accounts and of members of the staff (mission §2.3, §2.4, §6): authenticator apps, passkeys, mobile
//! number, recovery codes; security levels, whose rules are in [`domain::mfa::AvailableFactors`].
//!
//! Owns `totp_factor`, `totp_enrolment`, `passkey`, `passkey_challenge`, `recovery_code`, `sms_enrolment`. A code is
//! counted before it is compared ([`count_attempt`]) and accepted by a single statement, so that it works once.

mod attempts;
mod authorization;
mod factor_kind;
mod level;
mod owner;
pub(crate) mod passkeys;
mod recovery_codes;
mod reset;
mod set_level;
mod sms_number;
mod state;
mod totp;

pub(crate) use attempts::count as count_attempt;
pub use factor_kind::FactorAdded;
pub use level::{LevelChange, change_level, level, levels};
pub(crate) use passkeys::check_base_url;
pub use passkeys::{
    MAX_PASSKEYS, Passkey, begin_passkey, confirm_passkey, passkey, passkeys, remove_passkey,
    supports_passkeys,
};
pub(crate) use recovery_codes::accept as accept_recovery_code;
pub use recovery_codes::{
    FEW_RECOVERY_CODES, generate as generate_recovery_codes, request as request_recovery_codes,
    unused as unused_recovery_codes,
};
pub(crate) use reset::reset_member;
pub use sms_number::{
    SmsNumberConfirmed, confirm_sms_number, pending_sms_number, resend_sms_number_code, sms_number,
};
pub(crate) use state::{FactorState, factor_state};
pub(crate) use totp::accept_totp_code;
pub use totp::{
    AuthenticatorApp, MAX_AUTHENTICATOR_APPS, TotpEnrolment, TotpKey, authenticator_app, authenticator_apps,
    begin_authenticator_app, confirm_authenticator_app, encrypt_authenticator_apps_again,
    remove_authenticator_app,
};
