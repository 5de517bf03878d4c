//! Page of the received text messages.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use serde::Deserialize;

use crate::clock;
use crate::page;
use crate::state::Simulator;

/// Number of messages on the page; the filter finds older ones.
const PAGE_SIZE: usize = 100;

#[derive(Template)]
#[template(path = "text_messages.html")]
struct ListPage {
    to: String,
    /// Newest first.
    messages: Vec<Line>,
    /// Number of messages not shown.
    hidden: usize,
}

struct Line {
    to: String,
    text: String,
    received: String,
}

#[derive(Deserialize)]
pub struct Filter {
    to: Option<String>,
}

pub async fn list(State(simulator): State<Arc<Simulator>>, Query(filter): Query<Filter>) -> Response {
    let to: String = filter.to.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    let messages = simulator.text_messages.messages(Some(to.as_str()).filter(|to| !to.is_empty()));
    let hidden = messages.len().saturating_sub(PAGE_SIZE);
    let messages = messages
        .into_iter()
        .rev()
        .take(PAGE_SIZE)
        .map(|message| Line {
            to: message.destinataire,
            text: message.texte,
            received: clock::french(message.recu_le),
        })
        .collect();
    page::html(&ListPage { to, messages, hidden })
}

pub async fn empty(State(simulator): State<Arc<Simulator>>) -> Redirect {
    simulator.text_messages.delete(None);
    Redirect::to("/sms")
}
