//! Callbacks of identity providers after a sign-in or a sign-out (mission §2.3), and sign-in initiated by the site of a
//! provider (mission §3.1).

use app::account::identity::failure_path;
use app::account::{after_first_step, with_return};
use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    Portal,
    accounts::identity_providers::{self, CallbackOutcome, CallbackParams},
};
use domain::{
    identity_provider::{Provider, ProviderFailure},
    path,
};
use serde::Deserialize;

use crate::error_page;

/// `GET /connexion/fournisseur/{provider}/retour`: a GET that changes state, as OpenID Connect requires. It is safe
/// because `state` is bound to the session and single-use.
pub async fn sign_in_callback(
    Extension(context): Extension<RequestContext>,
    Path(provider): Path<String>,
    Query(params): Query<CallbackParams>,
) -> Response {
    let Some(provider) = Provider::from_code(&provider) else {
        return error_page::from_error(platform::Error::NotFound);
    };
    let Some(session) = &context.session else {
        return Redirect::to(&failure_path(provider, ProviderFailure::Expired, false)).into_response();
    };
    match identity_providers::callback(&context.portal, session, &context.client, provider, &params).await {
        Ok(outcome) => Redirect::to(&next_path(&context, provider, outcome)).into_response(),
        Err(error) => error_page::from_error(error),
    }
}

fn next_path(context: &RequestContext, provider: Provider, outcome: CallbackOutcome) -> String {
    match outcome {
        CallbackOutcome::SignedIn { signed_in, return_path } => {
            after_first_step(context, *signed_in, &return_path)
        }
        CallbackOutcome::AlreadySignedIn { return_path } if return_path.is_empty() => {
            path::DASHBOARD.to_owned()
        }
        CallbackOutcome::AlreadySignedIn { return_path } => return_path,
        CallbackOutcome::UnknownIdentity { return_path } => {
            with_return(path::SIGN_IN_FIRST_TIME, Some(&return_path))
        }
        CallbackOutcome::Attached => path::SECURITY_PROVIDERS.to_owned(),
        CallbackOutcome::Failed { failure, attaching } => failure_path(provider, failure, attaching),
    }
}

/// Parameters of a third-party initiated login (OpenID Connect Core 1.0, §4), without `login_hint`, which is ignored.
#[derive(Deserialize)]
pub struct InitiatedLogin {
    iss: Option<String>,
    target_link_uri: Option<String>,
}

/// `GET /connexion/initiee?iss=…`: starts a sign-in initiated by the site of a provider. Creates a session for a
/// visitor without one, and changes nothing else: the callback is accepted in this browser only and never replaces the
/// account that is signed in.
pub async fn initiated_login(
    Extension(context): Extension<RequestContext>,
    Query(params): Query<InitiatedLogin>,
) -> Response {
    let (portal, session) = (&context.portal, context.session.as_ref());
    let return_path = params.target_link_uri.as_deref().and_then(|target| local_path(portal, target));
    let (issuer, return_path) = (params.iss.as_deref().unwrap_or_default(), return_path.unwrap_or_default());
    match identity_providers::third_party_initiated_request(
        portal,
        session,
        &context.client,
        issuer,
        return_path,
    )
    .await
    {
        Ok(request) => {
            if let Some(token) = request.token {
                context.cookies.set_session(token);
            }
            let failure = |failure| failure_path(request.provider, failure, false);
            Redirect::to(&request.address.map_or_else(failure, String::from)).into_response()
        }
        Err(platform::Error::Invalid(_)) => error_page::status(StatusCode::TOO_MANY_REQUESTS),
        Err(error) => error_page::from_error(error),
    }
}

/// Path of a page of the portal, given its absolute URL.
fn local_path<'a>(portal: &Portal, target: &'a str) -> Option<&'a str> {
    let base = portal.config.base_url.as_str().trim_end_matches('/');
    path::local(target.strip_prefix(base)?)
}

/// Parameters of the callback after a sign-out.
#[derive(Deserialize)]
pub struct SignOutParams {
    state: Option<String>,
}

/// `GET /connexion/fournisseur/{provider}/fin`: callback after a sign-out at the provider. The portal's session was
/// closed before the redirect to the provider; an unknown `state` only means that no confirmation is shown.
pub async fn sign_out_callback(
    Extension(context): Extension<RequestContext>,
    Path(provider): Path<String>,
    Query(params): Query<SignOutParams>,
) -> Response {
    let Some(provider) = Provider::from_code(&provider) else {
        return error_page::from_error(platform::Error::NotFound);
    };
    let state = params.state.unwrap_or_default();
    match identity_providers::finish_provider_sign_out(&context.portal, provider, &state).await {
        Ok(true) => Redirect::to(path::SIGNED_OUT).into_response(),
        Ok(false) => Redirect::to(path::HOME).into_response(),
        Err(error) => error_page::from_error(error),
    }
}
