//! Server-sent events that notify open pages of changes.

use std::{convert::Infallible, net::IpAddr, time::Duration};

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response, Sse, sse};
use backend::{
    Portal,
    accounts::sessions::{self, Session},
    live_pages::{Event, PageState, Watch},
    staff,
};
use domain::siren::Siren;
use futures::{StreamExt, stream};
use platform::{Error, live::SubscribeError};
use serde::Deserialize;

use crate::{
    error_page,
    layers::{client, cookies},
};

/// `Retry-After` when all streams of the process, or of the session, its holder or the network, are in use, in seconds.
const FULL_RETRY_SECONDS: u32 = 30;

/// State that the page shows. Unreadable values count as absent, so that the page is sent the current ones.
#[derive(Deserialize, Default)]
pub struct ShownQuery {
    droits: Option<String>,
    siren: Option<String>,
    chiffres: Option<String>,
}

impl ShownQuery {
    fn shown(&self) -> PageState {
        let siren = self.siren.as_deref().and_then(|siren| Siren::parse(siren).ok());
        let mark = self.droits.as_deref().and_then(|mark| mark.parse().ok());
        let figures_mark = self.chiffres.as_deref().and_then(|mark| mark.parse().ok());
        PageState { siren, rights_mark: mark.unwrap_or_default(), figures_mark }
    }
}

/// `GET /api/v1/evenements`: streams events until the session ends, without extending it. Answers 204 without a
/// session: browsers then stop reconnecting and log no error, because a page may connect just when its session ends.
pub async fn stream_events(
    State(portal): State<Portal>,
    query: Result<Query<ShownQuery>, QueryRejection>,
    request: Request,
) -> Response {
    let (session, address) = match signed_in(&portal, request).await {
        Ok(Some(found)) => found,
        Ok(None) => return StatusCode::NO_CONTENT.into_response(),
        Err(Error::Busy { retry_after_seconds }) => return error_page::busy(retry_after_seconds),
        Err(error) => {
            tracing::error!(%error, "failed to look up the session of an open page");
            return error_page::status(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let query = query.map(|Query(query)| query).unwrap_or_default();
    match Watch::open(&portal, &session, address, query.shown()) {
        Ok(Some(watch)) => event_stream(&session, watch),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(full) => refuse_stream(full),
    }
}

/// Answers a request for a stream when all of them are in use.
pub(super) fn refuse_stream(full: SubscribeError) -> Response {
    match full {
        SubscribeError::ProcessLimit => error_page::busy(FULL_RETRY_SECONDS),
        SubscribeError::ClientLimit => {
            let mut response = error_page::status(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(FULL_RETRY_SECONDS));
            response
        }
    }
}

/// Returns the session of a signed-in visitor and the address of the client.
pub(super) async fn signed_in(portal: &Portal, request: Request) -> Result<Option<(Session, IpAddr)>, Error> {
    let (parts, _) = request.into_parts();
    let Some(token) = cookies::session(&parts.headers, &portal.config) else { return Ok(None) };
    let Some(session) = sessions::find_without_use(portal, &token).await? else { return Ok(None) };
    let client = client::identify(&parts, &portal.config);
    let allowed = staff::restrict_to_network(portal, session, &client).await?;
    Ok(allowed.map(|session| (session, client.address)))
}

fn event_stream(session: &Session, watch: Watch) -> Response {
    // Spread reconnections over a second after the restart of a process.
    let retry = Duration::from_millis(1_000 + (session.id.as_u128() % 1_000) as u64);
    let first = stream::iter([Ok::<_, Infallible>(sse::Event::default().retry(retry))]);
    let events = stream::unfold(OpenPage::new(watch), |mut page| async {
        let event = page.watch.next().await?;
        Some((Ok(encode(&event)), page))
    });
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        // nginx would otherwise buffer the stream.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Sse::new(first.chain(events))).into_response()
}

/// Encodes an event; names and contents are described in `docs/api/portail.json`.
fn encode(event: &Event) -> sse::Event {
    let named = |name: &str| sse::Event::default().event(name);
    match event {
        Event::Rights { mark } => named("droits").data(mark.to_string()),
        Event::Figures { mark } => named("chiffres").data(mark.to_string()),
        Event::Company { siren } => named("entreprise").data(siren.as_ref().map_or("", Siren::as_str)),
        Event::Unread { count, activity: true } => named("messages").data(count.to_string()),
        Event::Unread { count, activity: false } => named("non-lus").data(count.to_string()),
        Event::Assistance => named("assistance").data("changement"),
        Event::Ended => named("fin").data("session"),
        Event::Heartbeat => sse::Event::default().comment(""),
    }
}

/// Guard that counts an open page in the metrics until it is dropped.
struct OpenPage {
    watch: Watch,
}

impl OpenPage {
    fn new(watch: Watch) -> Self {
        metrics::gauge!("live_pages_open").increment(1);
        Self { watch }
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        metrics::gauge!("live_pages_open").decrement(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_query_values_are_ignored() {
        let shown = |droits: &str, siren: &str| {
            let [droits, siren, chiffres] = [droits, siren, droits].map(|text| Some(text.to_owned()));
            ShownQuery { droits, siren, chiffres }.shown()
        };
        let good = shown("7", "123456782");
        assert_eq!(good.figures_mark, Some(7));
        assert_eq!((good.rights_mark, good.siren.as_ref().map(Siren::as_str)), (7, Some("123456782")));
        assert_eq!(shown("-", "12345678\n"), PageState::default());
        assert_eq!(ShownQuery::default().shown(), PageState::default());
    }
}
