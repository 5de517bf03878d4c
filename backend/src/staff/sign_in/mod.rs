//! Sign-in of the staff (001): password and second factor, every time; devices are never trusted.
//!
//! Owns `staff_failed_sign_in`.

mod attempts;
mod code;
mod failures;
mod password;
mod reauthentication;

pub use code::{confirm_code, resend_code, second_step};
pub use failures::{FailedSignIns, list as failed_sign_ins, purge as purge_failed_sign_ins};
pub use password::sign_in;
pub use reauthentication::{reauthenticate, reauthentication_step, send_reauthentication_code};
