//! Look-up of the session of a request.

use platform::{
    Error,
    db::{Duration, Moment},
    execute,
};

use super::{row, session::Session};
use crate::{Portal, id::SessionId};

/// Minimum interval between two writes of `seen_at`, so that not every request writes.
pub(super) const TOUCH_EVERY: Duration = Duration::from_secs(30);

/// Finds the active session of a cookie and records its use.
pub async fn find(portal: &Portal, token: &str) -> Result<Option<Session>, Error> {
    look_up(portal, token, true).await
}

/// Like [`find`], for background refreshes: does not extend the session.
pub async fn find_without_use(portal: &Portal, token: &str) -> Result<Option<Session>, Error> {
    look_up(portal, token, false).await
}

async fn look_up(portal: &Portal, token: &str, used: bool) -> Result<Option<Session>, Error> {
    let now = portal.clock.now();
    let Some(row) = row::by_token(portal, token, now).await? else { return Ok(None) };
    if !used {
        let idle_end = row.seen_at + idle(portal);
        return Ok(row.into_session(portal, idle_end));
    }
    if now.since(row.seen_at) >= TOUCH_EVERY {
        touch(portal, row.id, now).await;
    }
    let idle_end = now + idle(portal);
    Ok(row.into_session(portal, idle_end))
}

/// Time after which an unused session ends.
pub(crate) fn idle(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.sessions.idle_minutes * 60)
}

/// Records the use of a session. A failure (busy database) is logged only: the next request tries again.
pub(super) async fn touch(portal: &Portal, id: SessionId, now: Moment) {
    let touched = execute!(
        portal.db,
        sqlx::query("UPDATE session SET seen_at = $1 WHERE id = $2 AND closed_at IS NULL AND seen_at < $1")
            .bind(now)
            .bind(id)
    );
    if let Err(error) = touched {
        tracing::warn!(%error, "failed to record the use of a session");
    }
}
