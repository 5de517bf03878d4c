use platform::{Error, db::Moment, on};
use sqlx::types::Json;

use super::event::Event;
use crate::{Portal, accounts::sessions::Session};

/// Number of entries per page.
pub const PAGE_SIZE: u32 = 20;

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub at: Moment,
    pub place: String,
    pub event: Event,
    /// Number of failed sign-ins within the hour of `at`; 1 for any other event.
    pub times: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Latest first.
    pub entries: Vec<Entry>,
    /// Number of pages.
    pub pages: u32,
}

/// Returns a page of the signed-in person's history; the first page is 1.
///
/// # Errors
/// [`Error::NotFound`] if no person is signed in.
pub async fn page(portal: &Portal, session: &Session, number: u32) -> Result<Page, Error> {
    let account = session.usager()?.account;
    let count: i64 = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM account_event WHERE account_id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    let rows: Vec<(Moment, String, Json<serde_json::Value>, i64)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT happened_at, place, event, times FROM account_event WHERE account_id = $1
             ORDER BY happened_at DESC, id DESC LIMIT $2 OFFSET $3",
        )
        .bind(account)
        .bind(i64::from(PAGE_SIZE))
        .bind(i64::from(number.saturating_sub(1)) * i64::from(PAGE_SIZE))
        .fetch_all(c)
        .await
    })?;
    let entries = rows.into_iter().filter_map(|(at, place, Json(event), times)| {
        // After a roll-back, events recorded by the newer version are hidden until it is back.
        let event = serde_json::from_value(event)
            .inspect_err(|error| tracing::warn!(%error, "unknown event in the history"))
            .ok()?;
        Some(Entry { at, place, event, times })
    });
    let pages = u32::try_from(count).unwrap_or(u32::MAX).div_ceil(PAGE_SIZE);
    Ok(Page { entries: entries.collect(), pages })
}
