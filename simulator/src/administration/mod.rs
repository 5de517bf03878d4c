//! The administration page and its JSON interface: rights, accounts, faults, initial data.

mod accounts_api;
mod faults_api;
mod forms;
mod pages;
mod rights_api;
mod teleservices_api;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Simulator;

pub fn router() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/administration", get(pages::overview))
        .route("/administration/comptes/{co_owner}/{login}", get(pages::account))
        .route("/administration/accorder", post(forms::grant))
        .route("/administration/retirer", post(forms::withdraw))
        .route("/administration/panne", post(forms::fault))
        .route("/administration/reinitialiser", post(forms::reset))
        .route(
            "/administration/api/habilitations",
            post(rights_api::grant).delete(rights_api::withdraw).put(rights_api::replace),
        )
        .route("/administration/api/comptes", post(accounts_api::create))
        .route("/administration/api/teleservices", get(teleservices_api::sessions))
        .route("/administration/api/panne", get(faults_api::current).post(faults_api::change))
        .route("/administration/api/portail", post(faults_api::register_portal))
        .route("/administration/api/reinitialiser", post(faults_api::reset))
}
