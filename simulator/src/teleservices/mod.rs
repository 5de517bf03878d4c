//! The téléservices. Each has a page that shows the data received from the portal, and is an OpenID Connect
//! client of it. Declarations are filed, créances paid and mandats managed there.

mod cookies;
mod declarations;
mod logout;
mod oidc_client;
mod page;
mod sepa;
mod sessions;
mod sign_in;
mod visitor;

use axum::Router;
use axum::routing::{get, post};

use crate::site::Site;

pub use sessions::Sessions;

pub fn router() -> Router<Site> {
    Router::new()
        // A POST shows its fields and changes nothing.
        .route("/teleservices/{code}", get(page::show).post(page::show))
        .route("/teleservices/{code}/connexion", get(sign_in::begin))
        .route("/teleservices/{code}/retour", get(sign_in::finish))
        .route("/teleservices/{code}/deconnexion", post(logout::by_person))
        .route("/teleservices/{code}/fin-de-session", post(logout::by_portal))
        .merge(declarations::router())
        .merge(sepa::router())
}
