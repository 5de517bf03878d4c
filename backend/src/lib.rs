//! The use cases of the portal, by context. Imports run downwards only, in the order of the list below.
//!
//! Knows neither axum nor Leptos. A use case is `async fn(portal: &Portal, …) -> Result<_, Error>`; rights are decided
//! inside it through [`domain::rights::decide`].

mod atom;
pub mod config;
pub mod id;
pub mod portal;
pub mod schema;

pub mod accounts;
pub mod appointments;
pub mod archives;
pub mod assistance;
pub mod assistant;
pub mod companies;
pub mod customs;
pub mod customs_news;
pub mod dashboard;
pub mod declarant_statements;
pub mod directory;
pub mod documents;
pub mod exchange_rates;
pub mod export_follow_up;
pub mod faq;
pub mod information;
pub mod interruptions;
pub mod live_pages;
pub mod messaging;
pub mod motifs;
pub mod oidc_provider;
pub mod own_search;
pub mod payments;
pub mod personal_data;
pub mod proofs;
pub mod publications;
pub mod search;
pub mod site_search;
pub mod staff;

pub mod health;
pub mod jobs;
#[cfg(test)]
mod letter_check;
mod publishing;
mod startup;

pub use portal::Portal;
