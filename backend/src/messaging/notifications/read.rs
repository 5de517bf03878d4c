use domain::{
    limited_count::LimitedCount,
    question::{ServiceAct, Status},
};
use sqlx::FromRow;

use platform::{Error, db::Moment, on};

use super::store;

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::notices,
    id::{ConversationId, NotificationId},
    messaging::Access,
};

/// A step of a question, notified to a person.
#[derive(Clone, Debug, FromRow)]
pub struct Notification {
    pub id: NotificationId,
    pub conversation: ConversationId,
    pub number: String,
    pub subject: String,
    pub service_name: String,
    step: String,
    pub created_at: Moment,
    pub read_at: Option<Moment>,
}

impl Notification {
    pub fn step(&self) -> ServiceAct {
        ServiceAct::from_code(&self.step).unwrap_or(ServiceAct::Reached(Status::Transmis))
    }

    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }
}

/// Greatest number of unread notifications that is counted exactly.
const LIMIT: u32 = 99;

/// The last 100 notifications with this confidentiality: read in order from an index.
macro_rules! last_of {
    ($confidential:literal) => {
        concat!(
            "SELECT * FROM (SELECT id, conversation, step, created_at, read_at FROM notification
             WHERE account = $1 AND siren = $2 AND confidential = ",
            $confidential,
            " ORDER BY created_at DESC, id DESC LIMIT 100) AS of_one"
        )
    };
}

const LIST: &str = concat!(
    "SELECT n.id, n.conversation, c.number, c.subject, s.name AS service_name, n.step, n.created_at, n.read_at FROM (",
    last_of!("FALSE"),
    " UNION ALL ",
    last_of!("TRUE AND $3"),
    " ORDER BY created_at DESC, id DESC LIMIT 100) AS n
     JOIN conversation c ON c.id = n.conversation JOIN service s ON s.code = c.service
     ORDER BY n.created_at DESC, n.id DESC"
);

/// Returns the person's last 100 notifications on the chosen SIREN, latest first.
///
/// # Errors
/// [`Error::Refused`] without e-contacts on the SIREN.
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<Notification>, Error> {
    let access = Access::of(portal, session).await?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(LIST)
            .bind(access.account)
            .bind(access.siren.as_str())
            .bind(access.sees_confidential())
            .fetch_all(c)
            .await
    })?)
}

/// Returns the number of unread notifications: those of questions that the person may read on the chosen SIREN, and
/// those of their own rights and roles.
pub async fn unread_count(portal: &Portal, session: &Session) -> Result<LimitedCount, Error> {
    let counted = i64::from(LIMIT) + 1;
    let of_rights = notices::unread_count(portal, session, counted).await?;
    let of_questions = match access(portal, session).await? {
        Some(access) => unread_questions(portal, &access, counted).await?,
        None => 0,
    };
    Ok(LimitedCount::new(of_rights + of_questions, LIMIT))
}

/// Counts at most `limit` unread notifications of questions.
async fn unread_questions(portal: &Portal, access: &Access, limit: i64) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM (
                 SELECT 1 FROM notification
                 WHERE account = $1 AND siren = $2 AND confidential IN (FALSE, $3) AND read_at IS NULL
                 LIMIT $4) AS unread",
        )
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(access.sees_confidential())
        .bind(limit)
        .fetch_one(c)
        .await
    })?)
}

/// Marks every notification that the person may see as read.
pub async fn mark_all_read(portal: &Portal, session: &Session) -> Result<(), Error> {
    notices::mark_all_read(portal, session).await?;
    match access(portal, session).await? {
        Some(access) => store::mark_visible_read(portal, &access).await,
        None => Ok(()),
    }
}

/// Returns `None` if the person may not use the messaging of a company.
async fn access(portal: &Portal, session: &Session) -> Result<Option<Access>, Error> {
    match Access::of(portal, session).await {
        Ok(access) => Ok(Some(access)),
        Err(Error::Refused(_) | Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
