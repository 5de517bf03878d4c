//! What happens to a page that is open, told as it happens (server-sent events).

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::live::{Event, Full, Shown, Watch};
use backend::session::{self, Session};
use backend::{Error, Portal, agents};
use domain::siren::Siren;
use serde::Deserialize;

use crate::error_page;
use crate::layers::{client, cookies};

/// When a page that found no place is worth another try.
const FULL_RETRY_SECONDS: u32 = 30;

/// What the page says it shows. What cannot be read is nothing: the page is then told what is.
#[derive(Deserialize, Default)]
pub struct Drawn {
    droits: Option<String>,
    siren: Option<String>,
}

impl Drawn {
    fn shown(&self) -> Shown {
        let siren = self.siren.as_deref().and_then(|siren| Siren::parse(siren).ok());
        let mark = self.droits.as_deref().and_then(|mark| mark.parse().ok());
        Shown { siren, rights_mark: mark.unwrap_or_default() }
    }
}

/// `GET /api/v1/evenements`: without using the session, for as long as it lasts. Where there is none there is nothing to
/// tell: 204, which has browsers ask no more (HTML, server-sent events) and is no error in their console, for a page may
/// ask just when its session is being ended.
pub async fn follow(
    State(portal): State<Portal>,
    drawn: Result<Query<Drawn>, QueryRejection>,
    request: Request,
) -> Response {
    let session = match signed_in(&portal, request).await {
        Ok(Some(session)) => session,
        Ok(None) => return StatusCode::NO_CONTENT.into_response(),
        Err(Error::Busy { retry_after_seconds }) => return error_page::busy(retry_after_seconds),
        Err(error) => {
            tracing::error!(%error, "the session of an open page could not be looked up");
            return error_page::bare(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let drawn = drawn.map(|Query(drawn)| drawn).unwrap_or_default();
    match Watch::open(&portal, &session, drawn.shown()) {
        Ok(Some(watch)) => stream(&session, watch),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(Full::Process) => error_page::busy(FULL_RETRY_SECONDS),
        Err(Full::Session) => {
            let mut response = error_page::bare(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(FULL_RETRY_SECONDS));
            response
        }
    }
}

async fn signed_in(portal: &Portal, request: Request) -> Result<Option<Session>, Error> {
    let (parts, _) = request.into_parts();
    let Some(token) = cookies::read(&parts.headers, cookies::SESSION) else { return Ok(None) };
    match session::look(portal, &token).await? {
        Some(session) => {
            agents::within_reach(portal, session, &client::of(&parts, &portal.config.trusted_proxies)).await
        }
        None => Ok(None),
    }
}

fn stream(session: &Session, watch: Watch) -> Response {
    // Not everybody at the same instant, once a process is back.
    let retry = format!("retry: {}\n\n", 1_000 + session.id.as_u128() % 1_000);
    let first = futures::stream::iter([Ok::<_, Infallible>(retry)]);
    let events = futures::stream::unfold(Following::begin(watch), |mut following| async {
        let event = following.watch.next().await?;
        Some((Ok(text(&event)), following))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // A proxy that gathers answers would keep the news to itself.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let body = Body::from_stream(futures::StreamExt::chain(first, events));
    (headers, body).into_response()
}

/// Names and contents of the events: `docs/api/portail.json`.
fn text(event: &Event) -> String {
    match event {
        Event::Rights { mark } => format!("event: droits\ndata: {mark}\n\n"),
        Event::Company { siren } => {
            format!("event: entreprise\ndata: {}\n\n", siren.as_ref().map_or("", Siren::as_str))
        }
        Event::Unread { count, news: true } => format!("event: messages\ndata: {count}\n\n"),
        Event::Unread { count, news: false } => format!("event: non-lus\ndata: {count}\n\n"),
        Event::Over => "event: fin\ndata: session\n\n".to_owned(),
        Event::Alive => ":\n\n".to_owned(),
    }
}

/// Counts an open page as long as it is told, however it ends.
struct Following {
    watch: Watch,
}

impl Following {
    fn begin(watch: Watch) -> Self {
        metrics::gauge!("live_pages_open").increment(1);
        Self { watch }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        metrics::gauge!("live_pages_open").decrement(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_of_itself_is_read_with_distrust() {
        let shown = |droits: &str, siren: &str| {
            Drawn { droits: Some(droits.to_owned()), siren: Some(siren.to_owned()) }.shown()
        };
        let good = shown("7", "123456782");
        assert_eq!((good.rights_mark, good.siren.as_ref().map(Siren::as_str)), (7, Some("123456782")));
        assert_eq!(shown("-", "12345678\n"), Shown::default());
        assert_eq!(Drawn::default().shown(), Shown::default());
    }

    #[test]
    fn events_are_lines_that_end() {
        let siren = Siren::parse("123456782").ok();
        for event in [
            Event::Rights { mark: 3 },
            Event::Company { siren: siren.clone() },
            Event::Company { siren: None },
            Event::Unread { count: 2, news: true },
            Event::Unread { count: 0, news: false },
            Event::Over,
            Event::Alive,
        ] {
            assert!(text(&event).ends_with("\n\n"), "{event:?}");
        }
        assert_eq!(text(&Event::Company { siren }), "event: entreprise\ndata: 123456782\n\n");
    }
}
