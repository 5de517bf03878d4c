//! A timestamp authority (RFC 3161): its own certificate authority, real tokens, and faults.

mod api;
mod authority;
mod certificate;
mod der;
mod gateway;
mod request;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use authority::{Mode, TimestampAuthority};

use crate::state::Simulator;

pub fn router() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/horodatage", post(gateway::stamp))
        .route("/horodatage/autorite.pem", get(gateway::certificate))
        .route("/horodatage/api/panne", get(api::mode).post(api::change_mode))
}
