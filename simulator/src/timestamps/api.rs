//! JSON interface to simulate faults of the authority.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::authority::Mode;
use crate::problem::Json;
use crate::state::Simulator;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    mode: Mode,
}

pub async fn mode(State(simulator): State<Arc<Simulator>>) -> axum::Json<Fault> {
    axum::Json(Fault { mode: simulator.timestamps.mode() })
}

pub async fn change_mode(
    State(simulator): State<Arc<Simulator>>,
    Json(requested): Json<Fault>,
) -> StatusCode {
    simulator.timestamps.set_mode(requested.mode);
    StatusCode::NO_CONTENT
}
