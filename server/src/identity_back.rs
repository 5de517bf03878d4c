//! Where a provider sends a person back to, after a sign-in or a sign-out (mission §2.3), and where its own site sends them
//! to sign in (mission §3.1).

use app::account::identity::{FIRST_TIME, setback_path};
use app::account::{after_first_step, with_return};
use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::Portal;
use backend::identity::{self, Arrival, BackParams};
use domain::identity_provider::{Provider, Setback};
use serde::Deserialize;

use crate::error_page;

const PROVIDERS: &str = "/profil/securite#fournisseurs";
const DASHBOARD: &str = "/tableau-de-bord";

/// `GET /connexion/fournisseur/{provider}/retour`: a GET that changes something, as OpenID Connect wants it; `state`,
/// bound to the session and used once, is what makes it safe.
pub async fn come_back(
    Extension(context): Extension<RequestContext>,
    Path(provider): Path<String>,
    Query(params): Query<BackParams>,
) -> Response {
    let Some(provider) = Provider::from_code(&provider) else {
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

fn next(context: &RequestContext, provider: Provider, arrival: Arrival) -> String {
    match arrival {
        Arrival::SignedIn { signed_in, wanted } => after_first_step(context, *signed_in, &wanted),
        Arrival::AlreadyIn { wanted } if wanted.is_empty() => DASHBOARD.to_owned(),
        Arrival::AlreadyIn { wanted } => wanted,
        Arrival::Unknown { wanted } => with_return(FIRST_TIME, Some(&wanted)),
        Arrival::Attached => PROVIDERS.to_owned(),
        Arrival::Failed { setback, attaching } => setback_path(provider, setback, attaching),
    }
}

/// What a provider's own site sends along (OpenID Connect Core 1.0, §4); `login_hint` is not needed.
#[derive(Deserialize)]
pub struct Initiated {
    iss: Option<String>,
    target_link_uri: Option<String>,
}

/// `GET /connexion/initiee?iss=…`: a sign-in that the provider's own site asked for. It opens a session for who has none,
/// and changes nothing else: what comes back is accepted in this browser only, and never in the place of somebody else.
pub async fn initiated(
    Extension(context): Extension<RequestContext>,
    Query(asked): Query<Initiated>,
) -> Response {
    let (portal, session) = (&context.portal, context.session.as_ref());
    let wanted = asked.target_link_uri.as_deref().and_then(|target| page_of_ours(portal, target));
    let (issuer, wanted) = (asked.iss.as_deref().unwrap_or_default(), wanted.unwrap_or_default());
    match identity::begin_elsewhere(portal, session, &context.client, issuer, wanted).await {
        Ok(begun) => {
            if let Some(token) = begun.token {
                context.cookies.set_session(token);
            }
            let setback = |setback| setback_path(begun.provider, setback, false);
            Redirect::to(&begun.address.map_or_else(setback, String::from)).into_response()
        }
        Err(backend::Error::Invalid(_)) => error_page::bare(StatusCode::TOO_MANY_REQUESTS),
        Err(error) => error_page::of(error),
    }
}

/// The path of a page of the portal that is named with its whole address.
fn page_of_ours<'a>(portal: &Portal, target: &'a str) -> Option<&'a str> {
    let base = portal.config.base_url.as_str().trim_end_matches('/');
    app::page::local(target.strip_prefix(base)?)
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
    let Some(provider) = Provider::from_code(&provider) else {
        return error_page::of(backend::Error::NotFound);
    };
    let state = params.state.unwrap_or_default();
    match identity::signed_out_there(&context.portal, provider, &state).await {
        Ok(true) => Redirect::to("/deconnexion").into_response(),
        Ok(false) => Redirect::to("/").into_response(),
        Err(error) => error_page::of(error),
    }
}
