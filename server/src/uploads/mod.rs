//! Upload of attachments, streamed to the file store, never whole in memory.
//!
//! With scripts, a request has one file and the response is JSON; without, the response redirects to the page of the
//! form.

mod failure;
mod fields;
mod file_name;
mod limited_body;
mod receive;
mod response;
mod routes;

pub use limited_body::LimitedBody;
pub use routes::routes;
