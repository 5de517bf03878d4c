//! Provides the [`RequestContext`] to pages, forms and uploads.

use std::sync::Arc;

use app::context::{Cookies, PageContent, RepeatableAnswer, RequestContext};
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use backend::{
    Portal,
    accounts::sessions::{self, EndedSession, Visitor},
    staff,
};
use domain::form::Answers;
use platform::error::Error;

use super::{
    client, cookies, first_page, headers::ResponseNonce, repeats::Repeatable, request_log::RequestId,
};
use crate::error_page;

/// For pages: loads the active session of the cookie. A visitor who only reads has none.
pub async fn load_session(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    respond(portal, request, next, false).await
}

/// For forms: creates an anonymous session for a visitor without one, in which their input can be stored.
pub async fn ensure_session(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    respond(portal, request, next, true).await
}

/// Header of a background refresh: a request that a page sends without an action of its reader.
const BACKGROUND_REFRESH: &str = "prodouane-d-office";

async fn respond(portal: Portal, request: Request, next: Next, create: bool) -> Response {
    let (mut parts, body) = request.into_parts();
    let context = match build(portal, &mut parts, create).await {
        Ok(context) => context,
        Err(Error::Busy { retry_after_seconds }) => return error_page::busy(retry_after_seconds),
        Err(error) => {
            tracing::error!(%error, "failed to look up the session");
            return error_page::status(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let (cookies, portal) = (context.cookies.clone(), context.portal.clone());
    let repeatable = context.repeatable.clone();
    parts.extensions.insert(context);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    super::cookies::write(&cookies, &portal.config, &mut response);
    if repeatable.is_allowed() {
        response.extensions_mut().insert(Repeatable);
    }
    response
}

async fn build(portal: Portal, parts: &mut Parts, create: bool) -> Result<RequestContext, Error> {
    let client = client::identify(parts, &portal.config);
    let has_cookie = cookies::any(&parts.headers, &portal.config);
    let changes = Cookies::default();
    let background_refresh = parts.headers.contains_key(BACKGROUND_REFRESH);
    let (mut session, mut ended) = (None, None);
    if let Some(token) = cookies::session(&parts.headers, &portal.config) {
        // A background refresh must not extend the session.
        let found = match background_refresh {
            true => sessions::find_without_use(&portal, &token).await?,
            false => sessions::find(&portal, &token).await?,
        };
        session = match found {
            Some(found) => staff::restrict_to_network(&portal, found, &client).await?,
            None => None,
        };
        if session.is_none() {
            ended = sessions::ended(&portal, &token).await?;
        }
    }
    // A form of a page that was open before the session ended, sent after another request of this browser has begun an
    // anonymous session, which may have ended too.
    let anonymous_chain = match (&session, &ended) {
        (Some(found), _) if found.visitor == Visitor::Anonymous => found.chain,
        (None, Some(EndedSession { chain, owner: None })) => Some(*chain),
        _ => None,
    };
    if let Some(chain) = anonymous_chain.filter(|_| create) {
        ended = sessions::last_of_chain(&portal, chain).await?.or(ended);
    }
    if session.is_none() && create {
        let chain = ended.as_ref().map(|ended| ended.chain);
        let (token, created) = sessions::create_after(&portal, &client, chain).await?;
        changes.set_session(token.expose());
        session = Some(created);
    }
    Ok(RequestContext {
        portal,
        session,
        ended,
        nonce: extension(parts, |nonce: &ResponseNonce| Arc::clone(&nonce.0)),
        has_cookie,
        cookies: changes,
        content: PageContent::default(),
        repeatable: RepeatableAnswer::default(),
        answers: parts.extensions.remove::<Answers>(),
        path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        route: parts.extensions.get::<MatchedPath>().map(|matched| Arc::from(matched.as_str())),
        client,
        background_refresh,
        first_page: first_page::is_first(&parts.headers),
        request_id: extension(parts, |id: &RequestId| Arc::clone(&id.0)),
    })
}

fn extension<T: Clone + Send + Sync + 'static>(parts: &Parts, read: impl FnOnce(&T) -> Arc<str>) -> Arc<str> {
    parts.extensions.get::<T>().map_or_else(|| Arc::from(""), read)
}
