//! Answers a form that one browser sends twice: a double click without scripts, or a form sent again because its answer
//! was lost.
//!
//! The second request has the fields and the cookies of the first, which may have replaced the session's token meanwhile.
//! It waits for the first and gets the same answer, cookies included, for a few seconds. Only accepted forms whose work is
//! done once are answered so ([`app::context::RepeatableAnswer`]); any other is processed again. Several processes do not
//! share answers: one-time codes and links are then used once by their own statements.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::form::Answers;
use platform::clock::Clock;
use platform::db::Moment;
use sha2::{Digest, Sha256};
use tracing::Instrument;

use crate::error_page;

/// Time during which a form sent again gets the same answer.
const VALIDITY: Duration = Duration::from_secs(10);
/// Time after which the answer to a form is no longer stored, whatever its work took.
const RETENTION: Duration = Duration::from_secs(60);
/// Maximum number of answers stored; more forms are processed without protection.
const MAX_ANSWERS: usize = 10_000;
/// `Retry-After` if the server stops during the work.
const RETRY_AFTER_SECONDS: u32 = 5;

/// Extension of a response that may be sent again.
#[derive(Clone, Copy)]
pub struct Repeatable;

/// The answers of the last seconds.
#[derive(Clone)]
pub struct Repeats {
    clock: Clock,
    entries: Arc<Mutex<HashMap<Key, Entry>>>,
}

/// Hash of the address, the cookies and the fields of a request.
type Key = [u8; 32];
/// Locked while the form is processed.
type Slot = tokio::sync::Mutex<Option<StoredAnswer>>;

struct Entry {
    slot: Arc<Slot>,
    since: Moment,
}

struct StoredAnswer {
    status: StatusCode,
    headers: HeaderMap,
    until: Moment,
}

impl Repeats {
    pub fn new(clock: Clock) -> Self {
        Self { clock, entries: Arc::default() }
    }

    /// Returns the place of the answer to this request; `None` if there are too many.
    fn slot(&self, key: Key) -> Option<Arc<Slot>> {
        let now = self.clock.now();
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, entry| now.since(entry.since) < RETENTION || Arc::strong_count(&entry.slot) > 1);
        if entries.len() >= MAX_ANSWERS && !entries.contains_key(&key) {
            return None;
        }
        let entry = entries.entry(key).or_insert_with(|| Entry { slot: Arc::default(), since: now });
        Some(Arc::clone(&entry.slot))
    }
}

impl StoredAnswer {
    /// Copies a response that may be sent again. The answers to forms have no body.
    fn of(response: &Response, now: Moment) -> Option<Self> {
        response.extensions().get::<Repeatable>()?;
        let headers = response.headers().clone();
        Some(Self { status: response.status(), headers, until: now + VALIDITY })
    }

    fn response(&self) -> Response {
        (self.status, self.headers.clone()).into_response()
    }
}

/// Processes a form, or sends the answer to the same form again. The work continues if the browser gives up waiting,
/// because a double click breaks off the first request.
pub async fn answer_once(State(repeats): State<Repeats>, request: Request, next: Next) -> Response {
    let Some(slot) = key_of(&request).and_then(|key| repeats.slot(key)) else {
        return next.run(request).await;
    };
    let clock = repeats.clock;
    let work = async move {
        let mut stored = slot.lock().await;
        if let Some(answer) = stored.as_ref().filter(|answer| clock.now() < answer.until) {
            return answer.response();
        }
        let response = next.run(request).await;
        *stored = StoredAnswer::of(&response, clock.now());
        response
    };
    match tokio::spawn(work.in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => error_page::busy(RETRY_AFTER_SECONDS),
        },
    }
}

/// Returns the key of a form. `None` without cookies: nothing then tells one browser from another.
fn key_of(request: &Request) -> Option<Key> {
    let cookies = request.headers().get(header::COOKIE)?;
    let answers = serde_json::to_vec(request.extensions().get::<Answers>()?).ok()?;
    let hasher = Sha256::new().chain_update(request.uri().path()).chain_update([0]);
    Some(hasher.chain_update(cookies).chain_update([0]).chain_update(answers).finalize().into())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::{body::Body, middleware};
    use tower::{Layer, Service, ServiceExt};

    use super::*;

    fn start() -> Moment {
        Moment::from_micros(1_700_000_000_000_000)
    }

    /// A form that counts its work, and whose second accepted work would answer otherwise.
    fn portal(
        clock: &Clock,
        count: &Arc<AtomicUsize>,
    ) -> impl Service<Request, Response = Response, Error = Infallible> + Clone + use<> {
        let count = Arc::clone(count);
        let work = move |request: Request| {
            let number = count.fetch_add(1, Ordering::SeqCst);
            async move {
                tokio::task::yield_now().await;
                let mut response =
                    (StatusCode::SEE_OTHER, [("location", format!("/{number}"))]).into_response();
                let answers = request.extensions().get::<Answers>().expect("answers");
                if answers.text("code") == "right" {
                    response.extensions_mut().insert(Repeatable);
                }
                Ok::<_, Infallible>(response)
            }
        };
        let repeats = Repeats::new(clock.clone());
        middleware::from_fn_with_state(repeats, answer_once).layer(tower::service_fn(work))
    }

    async fn send(
        portal: &(impl Service<Request, Response = Response, Error = Infallible> + Clone),
        cookie: Option<&str>,
        code: &str,
    ) -> String {
        let mut request = Request::post("/form/code").body(Body::empty()).expect("a request");
        request.extensions_mut().insert(Answers::from_iter([("code", code)]));
        if let Some(cookie) = cookie {
            request.headers_mut().insert("cookie", cookie.parse().expect("a header"));
        }
        let response = portal.clone().oneshot(request).await.expect("an answer");
        response.headers()["location"].to_str().expect("plain text").to_owned()
    }

    #[tokio::test]
    async fn an_accepted_form_sent_again_by_the_same_browser_is_processed_once() {
        let (clock, count) = (Clock::fixed(start()), Arc::default());
        let portal = portal(&clock, &count);
        let answers = futures::future::join_all((0..20).map(|_| send(&portal, Some("a=1"), "right"))).await;
        assert!(answers.iter().all(|to| to == "/0"), "{answers:?}");
        assert_eq!(send(&portal, Some("a=2"), "right").await, "/1", "another browser");
        assert_eq!(send(&portal, None, "right").await, "/2", "no cookie");
        assert_eq!(send(&portal, None, "right").await, "/3", "no cookie");
        clock.advance(VALIDITY);
        assert_eq!(send(&portal, Some("a=1"), "right").await, "/4", "too late");
    }

    #[tokio::test]
    async fn a_refused_form_is_processed_each_time() {
        let (clock, count) = (Clock::fixed(start()), Arc::default());
        let portal = portal(&clock, &count);
        for number in 0..3 {
            assert_eq!(send(&portal, Some("a=1"), "wrong").await, format!("/{number}"));
        }
        assert_eq!(send(&portal, Some("a=1"), "right").await, "/3", "other fields");
    }

    #[tokio::test]
    async fn answers_are_forgotten() {
        let clock = Clock::fixed(start());
        let repeats = Repeats::new(clock.clone());
        let slot = repeats.slot([1; 32]).expect("a place");
        clock.advance(RETENTION);
        repeats.slot([2; 32]).expect("a place");
        assert_eq!(repeats.entries.lock().expect("entries").len(), 2, "the first is in use");
        drop(slot);
        repeats.slot([2; 32]).expect("a place");
        assert_eq!(repeats.entries.lock().expect("entries").len(), 1);
    }
}
