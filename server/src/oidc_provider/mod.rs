//! HTTP endpoints of the OpenID Connect provider for téléservices, described by `docs/api/fournisseur-openid.json`.

mod browser;
mod discovery;
mod routes;
mod token;
mod user_info;

pub use routes::{accepts_cross_site_post, router};
