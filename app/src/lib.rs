//! The user interface: pages rendered on the server, and one island that enhances them in the browser.
//!
//! Every page is plain HTML that works without scripts. The browser's build (`hydrate`) contains only [`navigation`];
//! everything else belongs to the server's build (`ssr`). See `docs/adr/0002`.

// The type of a rendered document is nested deeper than the default limit.
#![recursion_limit = "512"]

pub mod navigation;

#[cfg(feature = "ssr")]
mod archive_state;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod denial;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod header;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod pattern;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod adhesion;
#[cfg(feature = "ssr")]
pub mod administration;
#[cfg(feature = "ssr")]
pub mod agendas;
#[cfg(feature = "ssr")]
pub mod appointments;
#[cfg(feature = "ssr")]
pub mod article_editing;
#[cfg(feature = "ssr")]
pub mod assistance;
#[cfg(feature = "ssr")]
pub mod assistant;
#[cfg(feature = "ssr")]
pub mod batches;
#[cfg(feature = "ssr")]
pub mod canned_answers;
#[cfg(feature = "ssr")]
pub mod companies;
#[cfg(feature = "ssr")]
pub mod customs;
#[cfg(feature = "ssr")]
pub mod dashboard;
#[cfg(feature = "ssr")]
pub mod declarant_statements;
#[cfg(feature = "ssr")]
pub mod directory;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod exchange_rates;
#[cfg(feature = "ssr")]
pub mod export_follow_up;
#[cfg(feature = "ssr")]
pub mod faq;
#[cfg(feature = "ssr")]
pub mod faq_editing;
#[cfg(feature = "ssr")]
pub mod information;
#[cfg(feature = "ssr")]
pub mod messaging;
#[cfg(feature = "ssr")]
pub mod motif_editing;
#[cfg(feature = "ssr")]
pub mod notifications;
#[cfg(feature = "ssr")]
pub mod payments;
#[cfg(feature = "ssr")]
pub mod phone_calls;
#[cfg(feature = "ssr")]
pub mod public;
#[cfg(feature = "ssr")]
pub mod publications;
#[cfg(feature = "ssr")]
mod publishing;
#[cfg(feature = "ssr")]
pub mod self_check;
#[cfg(feature = "ssr")]
pub mod sharing;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
pub mod teleservices;

#[cfg(feature = "ssr")]
pub use pattern::Pattern;
#[cfg(feature = "ssr")]
pub use shell::{App, Assets, shell};
