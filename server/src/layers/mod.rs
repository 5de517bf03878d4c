//! Layers in front of the routes, one per file.

pub mod client;
pub mod compression;
pub mod context;
pub mod cookies;
pub mod csrf;
pub mod first_page;
pub mod form_body;
pub mod forwarded;
pub mod headers;
pub mod hosts;
pub mod html_repair;
pub mod mail_links;
pub mod other_build;
pub mod panics;
pub mod repeats;
pub mod request_log;
pub mod revalidation;
