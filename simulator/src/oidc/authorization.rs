//! The authorization endpoint.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use crate::page;
use crate::site::Site;

use super::browser;
use super::grants::{CodeGrant, SignIn};
use super::request::{AuthorizationRequest, Prompt, Refusal};
use super::sign_in;

/// Shows the sign-in form, or redirects back with a code if the browser is signed in.
pub async fn authorize(State(site): State<Site>, RawQuery(query): RawQuery, jar: CookieJar) -> Response {
    let query = query.unwrap_or_default();
    let request = match AuthorizationRequest::parse(&site, &query) {
        Ok(request) => request,
        Err(refusal) => return refuse(&site, refusal),
    };
    let current = browser::current(&site, &jar).filter(|sign_in| {
        let age = site.simulator.clock.now().duration_since(sign_in.at).as_secs();
        request.prompt != Prompt::Login && request.max_age.is_none_or(|max_age| age <= max_age)
    });
    match (current, request.prompt) {
        (Some(sign_in), _) => redirect_with_code(&site, request, sign_in),
        (None, Prompt::None) => refuse(
            &site,
            Refusal::Redirect {
                redirect_uri: request.redirect_uri,
                state: Some(request.state),
                error: "login_required",
                description: "no one is signed in".to_owned(),
            },
        ),
        (None, _) => sign_in::form(&site, &query),
    }
}

/// Redirects to the portal with a new code.
pub fn redirect_with_code(site: &Site, request: AuthorizationRequest, sign_in: SignIn) -> Response {
    let AuthorizationRequest { redirect_uri, state, nonce, challenge, acr, .. } = request;
    let grant = CodeGrant { sign_in, redirect_uri: redirect_uri.clone(), challenge, nonce, acr };
    let code = site.simulator.grants().issue_code(grant, site.simulator.clock.now());
    redirect(site, &redirect_uri, &[("code", &code), ("state", &state)])
}

/// Shows the error on a page, or redirects it to the portal.
pub fn refuse(site: &Site, refusal: Refusal) -> Response {
    match refusal {
        Refusal::Page(text) => page::error(StatusCode::BAD_REQUEST, "Demande de connexion refusée", &text),
        Refusal::Redirect { redirect_uri, state, error, description } => {
            let mut response = vec![("error", error), ("error_description", &description)];
            response.extend(state.as_deref().map(|state| ("state", state)));
            redirect(site, &redirect_uri, &response)
        }
    }
}

/// Redirects to the portal with the response's parameters. Adds `iss`, which identifies the provider (RFC
/// 9207).
fn redirect(site: &Site, redirect_uri: &str, response: &[(&str, &str)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(response).append_pair("iss", &site.base());
    Redirect::to(&format!("{redirect_uri}?{}", query.finish())).into_response()
}
