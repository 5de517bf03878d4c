use domain::siren::Siren;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Duration, Moment},
    on,
};

/// What a session is now, as far as an open page cares.
pub(super) struct Standing {
    /// Account or agent.
    pub holder: Uuid,
    pub siren: Option<Siren>,
    /// Of the account; zero for an agent.
    pub rights_mark: i64,
}

/// Read without using the session: watching keeps nobody signed in. `None`: it is over.
pub(super) async fn standing(portal: &Portal, session: Uuid) -> Result<Option<Standing>, Error> {
    let now = portal.clock.now();
    let idle = Duration::from_secs(portal.config.sessions.idle_minutes * 60);
    let seen_after: Moment = now - idle;
    type Row = (Option<Uuid>, Option<String>, Option<i64>);
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT COALESCE(s.account_id, s.agent_id), s.siren, a.rights_mark
             FROM session s LEFT JOIN account a ON a.id = s.account_id
             WHERE s.id = $1 AND s.closed_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3
               AND s.stage IN ('usager', 'enrolement', 'agent')",
        )
        .bind(session)
        .bind(now)
        .bind(seen_after)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.and_then(|(holder, siren, mark)| {
        let siren = siren.as_deref().and_then(|siren| Siren::parse(siren).ok());
        Some(Standing { holder: holder?, siren, rights_mark: mark.unwrap_or(0) })
    }))
}
