//! Second factors and levels: what each sign-in asks, and that what serves once serves once.

mod authenticator;
pub mod people;

mod applications;
mod levels;
mod oathtool;
mod passkeys;
mod proof;
mod recovery_codes;
mod text_messages;
