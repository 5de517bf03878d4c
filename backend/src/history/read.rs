use sqlx::types::Json;

use super::Event;
use crate::{Error, Portal, db::Moment, on, session::Session};

/// Lines of one page of the history.
pub const PAGE: u32 = 20;

/// One line of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub at: Moment,
    pub place: String,
    pub event: Event,
    /// How often within the hour that ended at `at`; 1 for everything but failed sign-ins.
    pub times: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Latest first.
    pub entries: Vec<Entry>,
    pub pages: u32,
}

/// The history of the signed-in person; pages are counted from 1.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in.
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
        .bind(i64::from(PAGE))
        .bind(i64::from(number.saturating_sub(1)) * i64::from(PAGE))
        .fetch_all(c)
        .await
    })?;
    let entries = rows.into_iter().filter_map(|(at, place, Json(event), times)| {
        // Written by a newer program, during a roll-back: shown again once it is back.
        let event = serde_json::from_value(event)
            .inspect_err(|error| tracing::warn!(%error, "an event of the history is not known"))
            .ok()?;
        Some(Entry { at, place, event, times })
    });
    let pages = u32::try_from(count).unwrap_or(u32::MAX).div_ceil(PAGE);
    Ok(Page { entries: entries.collect(), pages })
}
