//! Sign-in (mission §2.3): identifiant or e-mail address and password, then the second factor of the account's level:
//! at the lowest level a code by mail on untrusted devices, at the others their factor every time. Re-authentication.
//!
//! Owns `sign_in_code` and `replaced_sign_in_code`.

mod attempts;
pub mod code;
mod factor;
mod finish;
mod first_step;
mod outcome;
mod passkey;
mod reauthentication;
mod second_step;
mod sign_out;

pub(crate) use attempts::forget as forget_attempts;
pub(crate) use factor::{check as check_factor, is_wrong_answer};
pub use first_step::sign_in;
pub(crate) use first_step::sign_in_from_provider;
pub use outcome::{Next, SignInOutcome};
pub use passkey::{passkey_challenge, sign_in_with_passkey};
pub use reauthentication::{
    ReauthenticationStep, reauthenticate, reauthentication_step, send_reauthentication_code,
};
pub use second_step::{SecondStep, confirm_code, masked_address, resend_code, second_step};
pub use sign_out::sign_out;
