//! What people see: pages drawn on the server, one island that makes them comfortable in the browser.
//!
//! Every page is plain HTML that works without scripts. The browser's build (`hydrate`) holds [`navigation`]
//! alone; everything else is the server's (`ssr`). See `docs/adr/0002-plain-html-first.md`.

// The type of a rendered document nests deeper than the compiler follows by itself.
#![recursion_limit = "512"]

pub mod navigation;

#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod header;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod why;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod agents;
#[cfg(feature = "ssr")]
pub mod companies;
#[cfg(feature = "ssr")]
pub mod dashboard;
#[cfg(feature = "ssr")]
pub mod diagnostics;
#[cfg(feature = "ssr")]
pub mod messaging;
#[cfg(feature = "ssr")]
pub mod notifications;
#[cfg(feature = "ssr")]
pub mod public;
#[cfg(feature = "ssr")]
pub mod teleservices;

#[cfg(feature = "ssr")]
pub use shell::{App, Assets, shell};
