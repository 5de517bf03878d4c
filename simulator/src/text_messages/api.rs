//! JSON interface to read text messages and simulate an outage.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::message_query::MessageQuery;
use crate::problem::{Json, Query};
use crate::state::Simulator;

use super::store::TextMessage;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    en_panne: bool,
}

/// Returns the received messages, oldest first.
pub async fn messages(
    State(simulator): State<Arc<Simulator>>,
    Query(query): Query<MessageQuery>,
) -> axum::Json<Vec<TextMessage>> {
    axum::Json(simulator.text_messages.wait_for_messages(&query).await)
}

pub async fn delete(
    State(simulator): State<Arc<Simulator>>,
    Query(query): Query<MessageQuery>,
) -> StatusCode {
    simulator.text_messages.delete(query.to.as_deref());
    StatusCode::NO_CONTENT
}

pub async fn fault(State(simulator): State<Arc<Simulator>>) -> axum::Json<Fault> {
    axum::Json(Fault { en_panne: simulator.text_messages.is_down() })
}

pub async fn change_fault(
    State(simulator): State<Arc<Simulator>>,
    Json(requested): Json<Fault>,
) -> StatusCode {
    simulator.text_messages.set_down(requested.en_panne);
    StatusCode::NO_CONTENT
}
