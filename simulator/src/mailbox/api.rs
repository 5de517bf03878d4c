use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::problem::{Json, Query};
use crate::reception::Filter;
use crate::state::Simulator;

use super::Mode;
use super::message::Mail;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModeOf {
    mode: Mode,
}

/// Mails, oldest first.
pub async fn messages(
    State(simulator): State<Arc<Simulator>>,
    Query(filter): Query<Filter>,
) -> axum::Json<Vec<Mail>> {
    let mails = simulator.mailbox.mails_within(&filter).await;
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
