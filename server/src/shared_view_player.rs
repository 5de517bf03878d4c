//! The document that shows a shared view to an adviser (`docs/adr/0048`).

use std::path::{Path, PathBuf};

use app::{Assets, context::RequestContext};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::{path, rights::Action};

use crate::{
    error_page,
    layers::headers::{FramedHere, OwnPolicy},
};

/// Files of the document.
#[derive(Clone)]
pub struct Player {
    script: PathBuf,
    styles: PathBuf,
}

impl Player {
    pub fn new(root: &Path, site: &Assets) -> Self {
        let file = |address: &str| root.join(address.trim_start_matches('/'));
        Self { script: file(site.player()), styles: file(site.styles()) }
    }
}

/// `GET /plateau/lecteur`: a document in a sandbox, which has no origin, loads nothing and connects to nothing. Script and
/// styles are inside, because responses of the portal are for its own origin only.
pub async fn page(State(player): State<Player>, Extension(context): Extension<RequestContext>) -> Response {
    let Some(session) = context.session.as_ref().filter(|session| session.staff().is_ok()) else {
        return Redirect::to(&path::with_return(path::STAFF_SIGN_IN, path::SHARED_VIEWS)).into_response();
    };
    if let Err(error) = session.staff_allowed(&Action::AnswerCases) {
        return error_page::from_error(error);
    }
    let (script, styles) =
        (tokio::fs::read_to_string(&player.script).await, tokio::fs::read_to_string(&player.styles).await);
    let (Ok(script), Ok(styles)) = (script, styles) else {
        tracing::error!(script = %player.script.display(), "the site has no player of shared views");
        return error_page::status(StatusCode::INTERNAL_SERVER_ERROR);
    };
    respond(&context.nonce, &script, &styles)
}

fn respond(nonce: &str, script: &str, styles: &str) -> Response {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; sandbox allow-scripts; \
         frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    );
    let document = format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Vue partagée</title>\
         <style nonce=\"{nonce}\">{styles}</style></head><body><script nonce=\"{nonce}\">{script}</script></body></html>"
    );
    let mut response = Html(document).into_response();
    let Ok(policy) = HeaderValue::from_str(&policy) else {
        return error_page::status(StatusCode::INTERNAL_SERVER_ERROR);
    };
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.extensions_mut().insert(OwnPolicy);
    response.extensions_mut().insert(FramedHere);
    response
}
