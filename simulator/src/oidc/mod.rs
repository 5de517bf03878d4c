//! The OpenID Connect provider of a co-owner or of the identity provider: authorization code flow with PKCE
//! for one confidential client, the portal.

mod authorization;
pub mod browser;
mod client_authentication;
mod discovery;
mod end_session;
mod grants;
mod parameters;
pub mod registration_token;
mod request;
mod sign_in;
mod token;
mod user_info;

use axum::Router;
use axum::routing::{get, post};

pub use grants::{Grants, SignIn};
pub use user_info::bearer;

use crate::site::Site;

pub fn router() -> Router<Site> {
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery::configuration))
        .route("/cles", get(discovery::keys))
        .route("/autorisation", get(authorization::authorize))
        .route("/connexion", post(sign_in::sign_in))
        .route("/se-connecter", get(sign_in::site_form).post(sign_in::site_sign_in))
        .route("/fin-de-session", get(end_session::end))
        .route("/jeton", post(token::exchange))
        .route("/profil", get(user_info::profile).post(user_info::profile))
}
