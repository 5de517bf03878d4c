//! Feed of the news and calendar of the events, at stable addresses: read by programs, without session or cookie.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use backend::{Portal, publications};
use platform::Error;

use crate::{cached_file, error_page, exports};

pub(super) const ATOM_TYPE: &str = "application/atom+xml; charset=utf-8";

/// `GET /actualites.atom`
pub async fn news_feed(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    answer(&headers, ATOM_TYPE, publications::news_feed(&portal).await)
}

/// `GET /agenda.ics`
pub async fn calendar(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    answer(&headers, exports::CALENDAR_TYPE, publications::calendar(&portal).await)
}

/// `GET /agenda/{id}/evenement.ics`
pub async fn event(State(portal): State<Portal>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    answer(&headers, exports::CALENDAR_TYPE, publications::event_file(&portal, &id).await)
}

fn answer(headers: &HeaderMap, media_type: &'static str, file: Result<String, Error>) -> Response {
    match file {
        Ok(file) => cached_file::send(headers, media_type, file.into_bytes()),
        Err(error) => error_page::from_error(error),
    }
}
