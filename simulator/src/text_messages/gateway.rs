//! The gateway's interface for the portal, described in `docs/api/passerelle-sms.json`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::oidc;
use crate::problem::{Json, Problem};
use crate::state::Simulator;

use super::store::TextMessage;

/// Longest text: six concatenated messages.
const MAX_CHARACTERS: usize = 918;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendRequest {
    identifiant: String,
    destinataire: String,
    texte: String,
}

/// Accepts a message for delivery.
pub async fn receive(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    Json(request): Json<SendRequest>,
) -> Result<StatusCode, Problem> {
    let expected = simulator.options.api_token.as_bytes();
    if !oidc::bearer(&headers).is_some_and(|token| token.as_bytes().ct_eq(expected).into()) {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "Le jeton de la passerelle est attendu."));
    }
    if simulator.text_messages.is_down() {
        return Err(Problem::down("La passerelle ne répond pas (panne simulée)."));
    }
    if !is_phone_number(&request.destinataire) {
        return Err(Problem::invalid("destinataire\u{a0}: un numéro au format E.164 est attendu."));
    }
    let length = request.texte.chars().count();
    if request.identifiant.is_empty() || length == 0 || length > MAX_CHARACTERS {
        return Err(Problem::invalid("identifiant et texte (918 caractères au plus) sont attendus."));
    }
    simulator.text_messages.store(TextMessage {
        identifiant: request.identifiant,
        destinataire: request.destinataire,
        texte: request.texte,
        recu_le: simulator.clock.now(),
    });
    Ok(StatusCode::ACCEPTED)
}

/// Returns `true` if the text is a number in E.164 format: `+` and 8 to 15 digits.
fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|rest| (8..=15).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
