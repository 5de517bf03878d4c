//! Declarations filed in DELTA-G, CIEL, DOMINO, ISOPE and ISOPE-DOM by a person who came from the portal with *déclarer* on an
//! establishment; *lire* shows the list only. Each raises the count of declarations in progress, and creates a créance
//! if something is due.

mod definition;
mod file;
mod form;
mod pages;

use axum::Router;
use axum::routing::get;

use crate::site::Site;

pub use pages::{Listed, listed};

pub fn router() -> Router<Site> {
    Router::new()
        .route("/teleservices/{code}/declarations/nouvelle", get(pages::new).post(pages::file))
        .route("/teleservices/{code}/declarations/{number}", get(pages::filed))
}
