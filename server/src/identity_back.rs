//! Where an identity provider sends a person back to: after a sign-in, after a sign-out (mission §2.3).

use app::account::identity::{FIRST_TIME, setback_path};
use app::account::{after_first_step, with_return};
use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::identity::{self, Arrival, BackParams};
use domain::identity_provider::{IdentityProvider, Setback};
use serde::Deserialize;

use crate::error_page;

const PROVIDERS: &str = "/profil/securite#fournisseurs";

/// `GET /connexion/fournisseur/{provider}/retour`: a GET that changes something, as OpenID Connect wants it; `state`,
/// bound to the session and used once, is what makes it safe.
pub async fn come_back(
    Extension(context): Extension<RequestContext>,
    Path(provider): Path<String>,
    Query(params): Query<BackParams>,
) -> Response {
    let Some(provider) = IdentityProvider::from_code(&provider) else {
        return error_page::of(backend::Error::NotFound);
    };
    let Some(session) = &context.session else {
        return Redirect::to(&setback_path(provider, Setback::Expired, false)).into_response();
    };
    match identity::come_back(&context.portal, session, &context.client, provider, &params).await {
        Ok(arrival) => Redirect::to(&next(&context, provider, arrival)).into_response(),
        Err(error) => error_page::of(error),
    }
}

fn next(context: &RequestContext, provider: IdentityProvider, arrival: Arrival) -> String {
    match arrival {
        Arrival::SignedIn { signed_in, wanted } => after_first_step(context, *signed_in, &wanted),
        Arrival::Unknown { wanted } => with_return(FIRST_TIME, Some(&wanted)),
        Arrival::Attached => PROVIDERS.to_owned(),
        Arrival::Failed { setback, attaching } => setback_path(provider, setback, attaching),
    }
}

/// What a provider gives back after a sign-out.
#[derive(Deserialize)]
pub struct SignedOut {
    state: Option<String>,
}

/// `GET /connexion/fournisseur/{provider}/fin`: the session here was closed before the browser left; a state that is
/// unknown only means that nothing is to be said about it.
pub async fn signed_out(
    Extension(context): Extension<RequestContext>,
    Path(provider): Path<String>,
    Query(params): Query<SignedOut>,
) -> Response {
    let Some(provider) = IdentityProvider::from_code(&provider) else {
        return error_page::of(backend::Error::NotFound);
    };
    let state = params.state.unwrap_or_default();
    match identity::signed_out_there(&context.portal, provider, &state).await {
        Ok(true) => Redirect::to("/deconnexion").into_response(),
        Ok(false) => Redirect::to("/").into_response(),
        Err(error) => error_page::of(error),
    }
}
