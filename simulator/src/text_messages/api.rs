use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::problem::{Json, Query};
use crate::state::Simulator;

use super::store::TextMessage;

const LONGEST_WAIT_MS: u64 = 30_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    to: Option<String>,
    /// How many messages to wait for.
    #[serde(default = "one")]
    au_moins: usize,
    /// How long to wait for them, in milliseconds; 30 s at most.
    #[serde(default)]
    attendre_ms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    en_panne: bool,
}

fn one() -> usize {
    1
}

/// Messages, oldest first.
pub async fn messages(
    State(simulator): State<Arc<Simulator>>,
    Query(filter): Query<Filter>,
) -> axum::Json<Vec<TextMessage>> {
    let patience = Duration::from_millis(filter.attendre_ms.min(LONGEST_WAIT_MS));
    let kept = &simulator.text_messages;
    axum::Json(kept.messages_within(filter.to.as_deref(), filter.au_moins, patience).await)
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
