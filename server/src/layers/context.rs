//! Tells pages, forms and uploads who asks: see [`app::context`].

use std::sync::Arc;

use app::context::{Cookies, RequestContext};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use backend::Portal;
use backend::agents;
use backend::error::Error;
use backend::session;
use domain::form::Answers;

use super::headers::AnswerNonce;
use super::request_log::RequestId;
use super::{client, cookies};
use crate::error_page;

/// For pages: the session of the cookie, if it is open. A visitor who only reads has none.
pub async fn read(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    answer(portal, request, next, false).await
}

/// For forms and uploads: a visitor without a session gets an anonymous one, so that what they typed has a place.
pub async fn open(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    answer(portal, request, next, true).await
}

/// Sent with what the page asks for without its reader.
const BY_ITSELF: &str = "prodouane-d-office";

async fn answer(portal: Portal, request: Request, next: Next, create: bool) -> Response {
    let (mut parts, body) = request.into_parts();
    let context = match build(portal, &mut parts, create).await {
        Ok(context) => context,
        Err(Error::Busy { retry_after_seconds }) => return error_page::busy(retry_after_seconds),
        Err(error) => {
            tracing::error!(%error, "the session could not be looked up");
            return error_page::bare(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let (cookies, device_days) = (context.cookies.clone(), context.portal.config.sessions.device_days);
    parts.extensions.insert(context);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    super::cookies::write(&cookies, device_days, &mut response);
    response
}

async fn build(portal: Portal, parts: &mut Parts, create: bool) -> Result<RequestContext, Error> {
    let client = client::of(parts, &portal.config.trusted_proxies);
    let changes = Cookies::default();
    let by_itself = parts.headers.contains_key(BY_ITSELF);
    let (mut session, mut ended) = (None, None);
    if let Some(token) = cookies::read(&parts.headers, cookies::SESSION) {
        // A page that brings itself up to date keeps nobody signed in.
        let found = match by_itself {
            true => session::look(&portal, &token).await?,
            false => session::find(&portal, &token).await?,
        };
        session = match found {
            Some(found) => agents::within_reach(&portal, found, &client).await?,
            None => None,
        };
        if session.is_none() {
            ended = session::ended(&portal, &token).await?;
        }
    }
    if session.is_none() && create {
        let line = ended.as_ref().map(|ended| ended.line);
        let (token, created) = session::create_after(&portal, &client, line).await?;
        changes.set_session(token.expose());
        session = Some(created);
    }
    Ok(RequestContext {
        portal,
        session,
        ended,
        nonce: extension(parts, |nonce: &AnswerNonce| Arc::clone(&nonce.0)),
        cookies: changes,
        answers: parts.extensions.remove::<Answers>(),
        path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        client,
        by_itself,
        request_id: extension(parts, |id: &RequestId| Arc::clone(&id.0)),
    })
}

fn extension<T: Clone + Send + Sync + 'static>(parts: &Parts, read: impl FnOnce(&T) -> Arc<str>) -> Arc<str> {
    parts.extensions.get::<T>().map_or_else(|| Arc::from(""), read)
}
