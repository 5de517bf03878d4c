//! What every request passes before its route, one layer per file.

pub mod client;
pub mod context;
pub mod cookies;
pub mod document;
pub mod forgery;
pub mod form_body;
pub mod headers;
pub mod hosts;
pub mod panics;
pub mod request_log;
