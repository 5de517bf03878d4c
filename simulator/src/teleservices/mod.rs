//! The téléservices: each a page that shows who came in with what, and an OpenID Connect client of the portal.

mod logout;
mod page;
mod provider;
mod sessions;
mod sign_in;

use axum::Router;
use axum::routing::{get, post};

use crate::site::Site;

pub use sessions::Sessions;

pub fn router() -> Router<Site> {
    Router::new()
        // A POST only shows its fields. It changes nothing.
        .route("/teleservices/{code}", get(page::show).post(page::show))
        .route("/teleservices/{code}/connexion", get(sign_in::begin))
        .route("/teleservices/{code}/retour", get(sign_in::finish))
        .route("/teleservices/{code}/deconnexion", post(logout::by_person))
        .route("/teleservices/{code}/fin-de-session", post(logout::by_portal))
}
