use domain::{agent_notice::AgentNoticeKind, limited_count::LimitedCount};
use sqlx::FromRow;

use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{ConversationId, StaffId},
};

/// A notice of an agent.
#[derive(Clone, Debug, FromRow)]
pub struct AgentNotice {
    pub conversation: ConversationId,
    pub number: String,
    pub subject: String,
    pub service_name: String,
    kind: String,
    by_name: String,
    pub created_at: Moment,
    pub read_at: Option<Moment>,
}

impl AgentNotice {
    /// Returns the French sentence that says what happened.
    pub fn sentence(&self) -> String {
        let kind = AgentNoticeKind::from_code(&self.kind).unwrap_or(AgentNoticeKind::Written);
        kind.sentence(&self.by_name)
    }

    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }
}

/// Greatest number of unread notices that is counted exactly.
const LIMIT: u32 = 99;

/// Returns the last 100 notices of the agent about questions of the services that they answer for now, latest first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<AgentNotice>, Error> {
    let member = session.agent()?.id;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT n.conversation, c.number, c.subject, s.name AS service_name, n.kind, n.by_name, n.created_at, n.read_at
             FROM (SELECT conversation, kind, by_name, created_at, read_at, id, member FROM agent_notice
                   WHERE member = $1 ORDER BY created_at DESC, id DESC LIMIT 100) AS n
             JOIN conversation c ON c.id = n.conversation
             JOIN staff_service x ON x.member = n.member AND x.service = c.service
             JOIN service s ON s.code = c.service
             ORDER BY n.created_at DESC, n.id DESC",
        )
        .bind(member)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the number of unread notices of an agent about questions of the services that they answer for now.
pub async fn unread_count(portal: &Portal, agent: StaffId) -> Result<LimitedCount, Error> {
    let counted = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM (
                 SELECT 1 FROM agent_notice n
                 JOIN conversation c ON c.id = n.conversation
                 JOIN staff_service x ON x.member = n.member AND x.service = c.service
                 WHERE n.member = $1 AND n.read_at IS NULL LIMIT $2) AS unread",
        )
        .bind(agent)
        .bind(i64::from(LIMIT) + 1)
        .fetch_one(c)
        .await
    })?;
    Ok(LimitedCount::new(counted, LIMIT))
}
