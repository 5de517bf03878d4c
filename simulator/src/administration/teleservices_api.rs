use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::state::Simulator;

/// Who came into which téléservice from a portal, in that order, and how it ended.
pub async fn sessions(State(simulator): State<Arc<Simulator>>) -> Response {
    Json(simulator.teleservices.all()).into_response()
}
