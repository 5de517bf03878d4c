//! Pages of a shared view: posted by the person's browser, streamed to the adviser's (`docs/adr/0048`).

use std::convert::Infallible;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response, Sse, sse};
use backend::{
    Portal,
    accounts::sessions::{self, Session},
    assistance::sharing::{self, Event, Following},
    id::SharedViewId,
};
use futures::stream;
use platform::{
    Error,
    relay::{Batch, Sent},
};
use serde::{Deserialize, Serialize, de::IgnoredAny};

use super::live::{refuse_stream, signed_in};
use crate::{error_page, layers::cookies};

/// Limit for what a browser sends at once: a whole page, masked.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Longest name of a page that sends.
const MAX_SOURCE: usize = 40;

#[derive(Deserialize)]
pub struct Sender {
    /// Page of the browser; empty if it is hidden.
    #[serde(default)]
    source: String,
    /// The batch begins with the whole page.
    #[serde(default)]
    complet: bool,
}

#[derive(Serialize)]
struct SentBody {
    /// The adviser's page is open.
    conseiller: bool,
    /// The next batch must be whole.
    complet: bool,
    /// Another page of the browser sent a moment ago.
    autre: bool,
}

/// `POST /api/v1/partages/{id}/vue`: relays a batch, without extending the session. Answers 204, of which
/// browsers log no error, if the session does not share this view, or no longer.
pub async fn receive(
    State(portal): State<Portal>,
    Path(id): Path<SharedViewId>,
    Query(sender): Query<Sender>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let session = match session(&portal, &headers).await {
        Ok(Some(session)) if session.shared_view == Some(id) => session,
        Ok(_) => return StatusCode::NO_CONTENT.into_response(),
        Err(error) => return error_page::from_error(error),
    };
    let (Some(content), ..=MAX_SOURCE) = (batch(body), sender.source.len()) else {
        return error_page::status(StatusCode::BAD_REQUEST);
    };
    let batch = Batch { source: &sender.source, is_whole: sender.complet, content };
    match sharing::receive(&portal, &session, id, batch).await {
        Ok(Some(sent)) => Json(body_of(sent)).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => error_page::from_error(error),
    }
}

fn body_of(sent: Sent) -> SentBody {
    SentBody { conseiller: sent.is_followed, complet: sent.wants_whole, autre: sent.has_other_source }
}

async fn session(portal: &Portal, headers: &HeaderMap) -> Result<Option<Session>, Error> {
    match cookies::session(headers, &portal.config) {
        Some(token) => sessions::find_without_use(portal, &token).await,
        None => Ok(None),
    }
}

/// Returns the batch if it is a JSON array on one line, as the stream needs it; an empty array relays nothing.
fn batch(body: Bytes) -> Option<Bytes> {
    let text = std::str::from_utf8(&body).ok().filter(|text| !text.contains(char::is_control))?;
    let events: Vec<IgnoredAny> = serde_json::from_str(text).ok()?;
    Some(if events.is_empty() { Bytes::new() } else { body })
}

/// `GET /api/v1/partages/{id}/vue`: streams the view to the adviser who has created its code.
pub async fn follow(
    State(portal): State<Portal>,
    Path(id): Path<SharedViewId>,
    request: Request,
) -> Response {
    let (session, address) = match signed_in(&portal, request).await {
        Ok(Some(found)) => found,
        Ok(None) => return error_page::status(StatusCode::NOT_FOUND),
        Err(error) => return error_page::from_error(error),
    };
    match Following::open(&portal, &session, address, id).await {
        Ok(Ok(following)) => event_stream(following),
        Ok(Err(full)) => refuse_stream(full),
        Err(error) => error_page::from_error(error),
    }
}

fn event_stream(following: Following) -> Response {
    let events = stream::unfold(following, |mut following| async {
        let event = following.next().await?;
        Some((Ok::<_, Infallible>(encode(&event)), following))
    });
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        // nginx would otherwise buffer the stream.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Sse::new(events)).into_response()
}

/// Encodes an event; names and contents are described in `docs/api/portail.json`.
fn encode(event: &Event) -> sse::Event {
    let named = |name: &str| sse::Event::default().event(name);
    match event {
        Event::Presence(presence) => named("etat").data(presence.code()),
        Event::Batch(batch) => named("vue").data(String::from_utf8_lossy(batch)),
        Event::Ended(end) => named("fin").data(end.label()),
        Event::FollowedElsewhere => named("fin").data("Vous suivez cette vue dans une autre fenêtre."),
        Event::Heartbeat => sse::Event::default().comment(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arrays_on_one_line_are_relayed() {
        let relayed = |text: &'static str| batch(Bytes::from_static(text.as_bytes()));
        assert_eq!(relayed("[]").as_deref(), Some(&b""[..]));
        assert_eq!(relayed("[[\"a\",1]]").as_deref(), Some(&b"[[\"a\",1]]"[..]));
        for refused in ["", "{}", "[", "[1]\n", "[\n1]", "[1]\r", "[1]]"] {
            assert!(relayed(refused).is_none(), "{refused:?}");
        }
        assert!(batch(Bytes::from_static(b"[\"\xff\"]")).is_none());
    }
}
