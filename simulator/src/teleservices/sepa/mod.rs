//! Télépaiement SEPA: créances paid by direct debit with *télépayer*, mandats created, signed and deleted with *adhérer*,
//! each on the very establishment. Their addresses are those that the portal opens (`docs/api/contrat-coproprietaires.json`).

mod creances;
mod lists;
mod mandats;
mod new_mandat;

use axum::Router;
use axum::routing::{get, post};

use crate::site::Site;

pub use lists::{Lists, lists};

/// Code of the téléservice.
pub const CODE: &str = "TELEPAIEMENT-SEPA";

pub fn router() -> Router<Site> {
    Router::new()
        .route("/teleservices/{code}/creances/{reference}", get(creances::show).post(creances::pay))
        .route("/teleservices/{code}/mandats/{rum}", get(mandats::show))
        .route("/teleservices/{code}/mandats/{rum}/signature", get(mandats::show).post(mandats::sign))
        .route("/teleservices/{code}/mandats/{rum}/suppression", get(mandats::show).post(mandats::delete))
        .route("/teleservices/{code}/nouveau-mandat", get(new_mandat::show))
        .route("/teleservices/{code}/nouveau-mandat", post(new_mandat::create))
}
