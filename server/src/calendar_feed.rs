//! Calendar at the address of a subscription: read by programs, without session or cookie.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    dashboard::{self, DueDates, FeedRefusal},
};

use crate::{error_page, exports};

/// `GET /agenda/{jeton}/echeances.ics`
pub async fn read(State(portal): State<Portal>, Path(token): Path<String>) -> Response {
    match dashboard::subscribed_due_dates(&portal, &token).await {
        Ok(DueDates { calendar, events, .. }) => {
            let headers = [
                (header::CONTENT_TYPE, exports::CALENDAR_TYPE),
                // Of one person: shared caches must not store it.
                (header::CACHE_CONTROL, "private, max-age=900"),
            ];
            (headers, exports::calendar_body(&calendar, events)).into_response()
        }
        Err(FeedRefusal::TooOften { retry_after }) => {
            let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
            let seconds = HeaderValue::from(retry_after.as_secs().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            response
        }
        Err(FeedRefusal::Failed(error)) => error_page::from_error(error),
    }
}
