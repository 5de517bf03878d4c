//! Infrastructure of the portal, without knowledge of its features.
//!
//! Clock, identifiers, errors, configuration loading, database, outboxes, periodic jobs, mail and text messages, files,
//! antivirus, secrets, transparency log, PDF, spreadsheets, calendars, contacts, rate limits, password hashing, live signals, a
//! relay between two clients, and the clients of the co-owners and of OpenID Connect providers. The features are in `backend`, which depends on this crate.

pub mod antivirus;
mod backoff;
pub mod calendar;
pub mod clock;
pub mod co_owners;
pub mod config;
pub mod contact;
mod content_lines;
pub mod db;
mod disk;
pub mod encryption;
pub mod error;
pub mod files;
pub mod http_body;
pub mod id;
pub mod link_check;
pub mod live;
pub mod mail;
pub mod oidc_client;
pub mod outbox;
mod password_strength;
pub mod passwords;
pub mod pdf;
mod pending_bytes;
mod platform;
pub mod relay;
pub mod scheduler;
pub mod secret;
pub mod sms;
pub mod spreadsheet;
pub mod throttle;
pub mod transparency;

pub use error::Error;
pub use pending_bytes::PendingBytes;
pub use platform::{Platform, Settings};
