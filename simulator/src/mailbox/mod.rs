//! The demo mailbox: a mail server that stores received mails, and pages to read them.

mod api;
mod message;
mod mode;
mod pages;
mod session;
mod smtp;
mod store;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use message::Mail;
pub use mode::Mode;
pub use smtp::serve as serve_smtp;
pub use store::Mailbox;

use crate::state::Simulator;

pub fn router() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/boite", get(pages::list))
        .route("/boite/vider", post(pages::empty))
        .route("/boite/{id}", get(pages::message))
        .route("/boite/{id}/html", get(pages::html_part))
        .route("/boite/{id}/source", get(pages::source))
        .route("/boite/api/messages", get(api::messages).delete(api::delete))
        .route("/boite/api/panne", get(api::mode).post(api::change_mode))
}
