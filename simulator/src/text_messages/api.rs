use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::problem::{Json, Query};
use crate::reception::Filter;
use crate::state::Simulator;

use super::store::TextMessage;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    en_panne: bool,
}

/// Messages, oldest first.
pub async fn messages(
    State(simulator): State<Arc<Simulator>>,
    Query(filter): Query<Filter>,
) -> axum::Json<Vec<TextMessage>> {
    axum::Json(simulator.text_messages.messages_within(&filter).await)
}

pub async fn delete(State(simulator): State<Arc<Simulator>>, Query(filter): Query<Filter>) -> StatusCode {
    simulator.text_messages.forget(filter.to.as_deref());
    StatusCode::NO_CONTENT
}

pub async fn fault(State(simulator): State<Arc<Simulator>>) -> axum::Json<Fault> {
    axum::Json(Fault { en_panne: simulator.text_messages.is_down() })
}

pub async fn change_fault(State(simulator): State<Arc<Simulator>>, Json(asked): Json<Fault>) -> StatusCode {
    simulator.text_messages.set_down(asked.en_panne);
    StatusCode::NO_CONTENT
}
