//! Upload of attachments, streamed to the file store, never whole in memory.
//!
//! With scripts, a file comes in pieces ([`in_pieces`]) and the responses are JSON; without, one request holds it and the
//! response redirects to the page of the form.

mod destination;
mod failure;
mod fields;
mod file_name;
mod in_flight;
mod in_pieces;
mod limited_body;
mod receive;
mod response;
mod routes;
mod shown_page;

pub use in_pieces::{announcements, announcements_of_visitors, routes as routes_in_pieces};
pub use limited_body::LimitedBody;
pub use routes::{routes, routes_of_visitors};
