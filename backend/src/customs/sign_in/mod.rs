//! Agents' sign-in (001): password and mailed code, every time; devices are never trusted.
//!
//! Owns no table.

mod attempts;
mod code;
mod password;
mod reauthentication;

pub use code::{confirm_code, masked_address, resend_code};
pub use password::sign_in;
pub use reauthentication::{reauthenticate, send_reauthentication_code};
