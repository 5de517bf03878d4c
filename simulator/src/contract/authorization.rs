//! Authorization of the portal's requests.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::oidc;
use crate::problem::Problem;
use crate::site::Site;

/// Refuses requests without the portal's token; applies the simulated delay.
pub async fn check_token(State(site): State<Site>, request: Request, next: Next) -> Response {
    let expected = site.simulator.options.api_token.as_bytes();
    let is_authorized =
        oidc::bearer(request.headers()).is_some_and(|token| token.as_bytes().ct_eq(expected).into());
    if !is_authorized {
        return Problem::new(StatusCode::UNAUTHORIZED, "Le jeton du contrat est attendu.").into_response();
    }
    tokio::time::sleep(site.simulator.faults().of(site.co_owner).delay).await;
    next.run(request).await
}
