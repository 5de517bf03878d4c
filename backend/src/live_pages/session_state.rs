use domain::siren::Siren;

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::{self, is_active_signed_in},
    id::{PersonId, SessionId},
};

/// Current state of a session, as needed by an open page.
pub(super) struct SessionState {
    /// Account or member of the staff.
    pub holder: PersonId,
    pub siren: Option<Siren>,
    /// Rights mark of the account; zero for the staff.
    pub rights_mark: i64,
    /// Mark of the figures of the company; see [`crate::dashboard::Dashboard::figures_mark`].
    pub figures_mark: i64,
}

/// Returns the state of the session, or `None` if it ended. Does not extend the session.
pub(super) async fn session_state(
    portal: &Portal,
    session: SessionId,
) -> Result<Option<SessionState>, Error> {
    let now = portal.clock.now();
    type Row = (Option<PersonId>, Option<String>, Option<i64>, Option<i64>);
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT COALESCE(s.account_id, s.staff_id), s.siren, a.rights_mark,
                    (SELECT MAX(f.changed_at) FROM co_owner_figures f WHERE f.siren = s.siren)
             FROM session s LEFT JOIN account a ON a.id = s.account_id WHERE s.id = $1 AND ",
            is_active_signed_in!("s.", "$2", "$3")
        ))
        .bind(session)
        .bind(now)
        .bind(now - sessions::idle(portal))
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(|(holder, siren, mark, figures)| {
        let siren = siren.as_deref().and_then(|siren| Siren::parse(siren).ok());
        let (rights_mark, figures_mark) = (mark.unwrap_or(0), figures.unwrap_or(0));
        Some(SessionState { holder: holder?, siren, rights_mark, figures_mark })
    }))
}
