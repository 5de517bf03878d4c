use domain::sharing::{CODE_VALIDITY, LONGEST};
use platform::{Error, db::Moment, on};

use super::end::End;
use crate::{
    Portal,
    accounts::sessions::{idle, is_active},
    id::{AccountId, SessionId, SharedViewId, StaffId},
};

/// A shared view.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SharedView {
    pub id: SharedViewId,
    pub adviser: StaffId,
    pub adviser_name: String,
    pub account_id: Option<AccountId>,
    /// Session of the person; `None` until the code is typed.
    pub session_id: Option<SessionId>,
    pub created_at: Moment,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    #[sqlx(try_from = "String")]
    pub end_reason: End,
    is_person_signed_in: bool,
    is_adviser_signed_in: bool,
}

impl SharedView {
    /// Returns the reason why it must end now, if it has not ended.
    pub fn due_end(&self, now: Moment) -> Option<End> {
        if self.ended_at.is_some() {
            return None;
        }
        match self.started_at {
            _ if !self.is_adviser_signed_in => Some(End::AdviserLeft),
            None => (now.since(self.created_at) >= CODE_VALIDITY).then_some(End::CodeExpired),
            Some(_) if !self.is_person_signed_in => Some(End::SignedOut),
            Some(started) => (now.since(started) >= LONGEST).then_some(End::Longest),
        }
    }
}

/// Reads the shared view with this identifier.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one.
pub async fn read(portal: &Portal, id: SharedViewId) -> Result<SharedView, Error> {
    let now = portal.clock.now();
    let found: Option<SharedView> = on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT v.id, v.adviser, v.adviser_name, v.account_id, v.session_id, v.created_at, v.started_at, v.ended_at,
                    v.end_reason,
                    EXISTS (SELECT 1 FROM session s WHERE s.id = v.session_id AND ",
            is_active!("s.", "$2", "$3"),
            ") AS is_person_signed_in,
                    EXISTS (SELECT 1 FROM session s WHERE s.id = v.adviser_session AND ",
            is_active!("s.", "$2", "$3"),
            ") AS is_adviser_signed_in
             FROM shared_view v WHERE v.id = $1"
        ))
        .bind(id)
        .bind(now)
        .bind(now - idle(portal))
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the shared views of a session that have not ended.
pub async fn open_of_session(portal: &Portal, session: SessionId) -> Result<Vec<SharedViewId>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM shared_view WHERE session_id = $1 AND ended_at IS NULL")
            .bind(session)
            .fetch_all(c)
            .await
    })?)
}

/// Returns the shared views of an adviser that have not ended.
pub async fn open_of_adviser(portal: &Portal, adviser: StaffId) -> Result<Vec<SharedViewId>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM shared_view WHERE adviser = $1 AND ended_at IS NULL")
            .bind(adviser)
            .fetch_all(c)
            .await
    })?)
}
