//! The demo SMS gateway: stores the text messages that the portal sends, and shows them on a page.

mod api;
mod gateway;
mod pages;
mod store;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use store::TextMessages;

use crate::state::Simulator;

pub fn router() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/sms", get(pages::list))
        .route("/sms/vider", post(pages::empty))
        .route("/sms/envois", post(gateway::receive))
        .route("/sms/api/messages", get(api::messages).delete(api::delete))
        .route("/sms/api/panne", get(api::fault).post(api::change_fault))
}
