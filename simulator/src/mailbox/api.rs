use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::problem::{Json, Query};
use crate::state::Simulator;

use super::Mode;
use super::message::Mail;

const LONGEST_WAIT_MS: u64 = 30_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    to: Option<String>,
    /// How many mails to wait for.
    #[serde(default = "one")]
    au_moins: usize,
    /// How long to wait for them, in milliseconds; 30 s at most.
    #[serde(default)]
    attendre_ms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModeOf {
    mode: Mode,
}

fn one() -> usize {
    1
}

/// Mails, oldest first.
pub async fn messages(
    State(simulator): State<Arc<Simulator>>,
    Query(filter): Query<Filter>,
) -> axum::Json<Vec<Mail>> {
    let patience = Duration::from_millis(filter.attendre_ms.min(LONGEST_WAIT_MS));
    let mails = simulator.mailbox.mails_within(filter.to.as_deref(), filter.au_moins, patience).await;
    axum::Json(mails.iter().map(|mail| Mail::clone(mail)).collect())
}

pub async fn delete(State(simulator): State<Arc<Simulator>>, Query(filter): Query<Filter>) -> StatusCode {
    simulator.mailbox.forget(filter.to.as_deref());
    StatusCode::NO_CONTENT
}

pub async fn mode(State(simulator): State<Arc<Simulator>>) -> axum::Json<ModeOf> {
    axum::Json(ModeOf { mode: simulator.mailbox.mode() })
}

pub async fn change_mode(State(simulator): State<Arc<Simulator>>, Json(asked): Json<ModeOf>) -> StatusCode {
    simulator.mailbox.set_mode(asked.mode);
    StatusCode::NO_CONTENT
}
