//! Payments by card that the portal begins and follows.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use crate::payments::{self, NewPayment, PaymentState, Refusal};
use crate::problem::{Json, Problem};
use crate::site::Site;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    reference: String,
    montant_centimes: i64,
    retour: String,
}

/// Begins a payment, under the identifier that the portal has chosen. Idempotent.
pub async fn begin(
    State(site): State<Site>,
    Path(id): Path<Uuid>,
    Json(request): Json<Request>,
) -> Result<(StatusCode, axum::Json<PaymentState>), Problem> {
    let portals = site.simulator.portals();
    if !portals.iter().any(|portal| request.retour.starts_with(&format!("{portal}/"))) {
        return Err(Problem::invalid("L’adresse de retour n’est pas celle d’un portail connu."));
    }
    let new = NewPayment {
        id,
        reference: &request.reference,
        amount: request.montant_centimes,
        return_to: &request.retour,
    };
    match payments::begin(&site, &new) {
        Ok((state, true)) => Ok((StatusCode::CREATED, axum::Json(state))),
        Ok((state, false)) => Ok((StatusCode::OK, axum::Json(state))),
        Err(refusal) => Err(Problem::new(StatusCode::CONFLICT, sentence(refusal))),
    }
}

fn sentence(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotPayable => "Cette créance ne peut pas être payée par carte.",
        Refusal::OtherAmount => "Ce n’est pas le montant qui reste à payer.",
        Refusal::Running => "Un autre paiement de cette créance est en cours.",
        Refusal::OtherPayment => "Un autre paiement a cet identifiant.",
    }
}

/// Returns the state of a payment.
pub async fn state(
    State(site): State<Site>,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<PaymentState>, Problem> {
    let state = payments::state(&site, id);
    state.map(axum::Json).ok_or_else(|| Problem::not_found("Aucun paiement n’a cet identifiant."))
}
