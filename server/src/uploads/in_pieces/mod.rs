//! Upload of attachments in pieces: announced, received piece by piece, then attached. For scripts; the answers are JSON
//! (`docs/api/portail.json`).

mod piece;
mod routes;

pub use routes::{announcements, announcements_of_visitors, routes};
