//! The use cases of the portal and what they stand on: database, mail, files, co-owners.
//!
//! Knows neither axum nor Leptos. A use case is `async fn(portal: &Portal, …) -> Result<_, Error>`; rights are decided
//! inside it through [`domain::rights::decide`].

pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod files;
pub mod flash;
pub mod health;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod portal;
mod queue;
pub mod secret;
pub mod session;
pub mod sms;
pub mod unfinished;

pub mod account;
pub mod activation;
pub mod factors;
pub mod history;
pub mod identity;
pub mod passwords;
pub mod profile;
pub mod registration;
pub mod sign_in;
pub mod throttle;

pub mod age;
pub mod companies;
pub mod dashboard;
pub mod openid;
pub mod partners;
pub mod single_sign_on;

pub mod agents;
pub mod messaging;
pub mod notifications;
pub mod scanner;

pub mod diagnostics;
pub mod opinions;
pub mod personal_data;

pub use error::Error;
pub use portal::Portal;
