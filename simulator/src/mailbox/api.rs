//! JSON interface of the mailbox.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::message_query::MessageQuery;
use crate::problem::{Json, Query};
use crate::state::Simulator;

use super::Mode;
use super::message::Mail;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModeSetting {
    mode: Mode,
}

/// Returns the received mails, oldest first.
pub async fn messages(
    State(simulator): State<Arc<Simulator>>,
    Query(query): Query<MessageQuery>,
) -> axum::Json<Vec<Mail>> {
    let mails = simulator.mailbox.wait_for_mails(&query).await;
    axum::Json(mails.iter().map(|mail| Mail::clone(mail)).collect())
}

pub async fn delete(
    State(simulator): State<Arc<Simulator>>,
    Query(query): Query<MessageQuery>,
) -> StatusCode {
    simulator.mailbox.delete(query.to.as_deref());
    StatusCode::NO_CONTENT
}

pub async fn mode(State(simulator): State<Arc<Simulator>>) -> axum::Json<ModeSetting> {
    axum::Json(ModeSetting { mode: simulator.mailbox.mode() })
}

pub async fn change_mode(
    State(simulator): State<Arc<Simulator>>,
    Json(requested): Json<ModeSetting>,
) -> StatusCode {
    simulator.mailbox.set_mode(requested.mode);
    StatusCode::NO_CONTENT
}
