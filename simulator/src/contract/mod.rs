//! The HTTP contract between the portal and a co-owner, described in `docs/api/contrat-coproprietaires.json`.

mod accounts;
mod authorization;
mod avis;
mod card_payments;
mod creances;
mod creation;
mod declarations;
mod exports;
mod figures;
mod mandats;
mod schedule;
mod statements;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};

use crate::problem::Problem;
use crate::site::Site;

/// Says that the co-owner answers.
async fn state() -> axum::Json<serde_json::Value> {
    axum::Json(serde_json::json!({ "etat": "disponible" }))
}

pub fn router(site: Site) -> Router<Site> {
    Router::new()
        .route("/etat", get(state))
        .route("/comptes", post(creation::create))
        .route("/comptes/{sub}/habilitations", get(accounts::habilitations))
        .route("/entreprises/{siren}/creances", get(creances::list))
        .route("/entreprises/{siren}/synthese", get(creances::summary))
        .route("/entreprises/{siren}/mandats", get(mandats::list))
        .route("/entreprises/{siren}/echeancier", get(schedule::list))
        .route("/entreprises/{siren}/declarations", get(declarations::list))
        .route("/entreprises/{siren}/exports", get(exports::list))
        .route("/entreprises/{siren}/etats", get(statements::list))
        .route("/exports/{mrn}", get(exports::find))
        .route("/avis", post(avis::find))
        .route("/paiements/{id}", put(card_payments::begin).get(card_payments::state))
        .fallback(async || Problem::not_found("Cette adresse n’est pas au contrat."))
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "Cette adresse du contrat ne répond pas à cette méthode.",
            )
        })
        .layer(from_fn_with_state(site, authorization::check_token))
}
