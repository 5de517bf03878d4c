//! JSON interface to read the sessions of the téléservices.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::state::Simulator;

/// Returns the sessions opened in téléservices through a portal, oldest first, and how each ended.
pub async fn sessions(State(simulator): State<Arc<Simulator>>) -> Response {
    Json(simulator.teleservices.all()).into_response()
}
