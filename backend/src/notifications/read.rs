use domain::message::Status;
use sqlx::FromRow;
use uuid::Uuid;

use super::own;
use crate::{Error, Portal, change, db::Moment, messaging::Access, on, session::Session};

/// A step of a question, told to a person.
#[derive(Clone, Debug, FromRow)]
pub struct Notification {
    pub id: Uuid,
    pub conversation: Uuid,
    pub number: String,
    pub subject: String,
    pub service_name: String,
    step: String,
    pub created_at: Moment,
    pub read_at: Option<Moment>,
}

impl Notification {
    pub fn step(&self) -> Status {
        Status::from_code(&self.step).unwrap_or(Status::Transmis)
    }

    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }
}

/// The person's last 100 notifications on the chosen SIREN, latest first.
///
/// # Errors
/// [`Error::Refused`] without e-contacts on the SIREN.
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<Notification>, Error> {
    let access = Access::of(portal, session).await?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT n.id, n.conversation, c.number, c.subject, s.name AS service_name, n.step, n.created_at, n.read_at
             FROM notification n JOIN conversation c ON c.id = n.conversation JOIN service s ON s.code = c.service
             WHERE n.account = $1 AND c.siren = $2 AND (NOT c.confidential OR $3)
             ORDER BY n.created_at DESC, n.id DESC LIMIT 100",
        )
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(access.sees_confidential())
        .fetch_all(c)
        .await
    })?)
}

/// Notifications not read yet: those of questions on the chosen SIREN, rights applied now, and those of
/// the person's own rights and roles.
pub async fn unread_count(portal: &Portal, session: &Session) -> Result<i64, Error> {
    let own = own::unread_count(portal, session).await?;
    let access = match Access::of(portal, session).await {
        Ok(access) => access,
        Err(Error::Refused(_) | Error::NotFound) => return Ok(own),
        Err(error) => return Err(error),
    };
    let of_questions: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM notification n JOIN conversation c ON c.id = n.conversation
             WHERE n.account = $1 AND n.read_at IS NULL AND c.siren = $2 AND (NOT c.confidential OR $3)",
        )
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(access.sees_confidential())
        .fetch_one(c)
        .await
    })?;
    Ok(own + of_questions)
}

/// Marks everything that is shown as read; what the person cannot see now stays as it is.
pub async fn mark_all_read(portal: &Portal, session: &Session) -> Result<(), Error> {
    own::mark_all_read(portal, session).await?;
    let access = match Access::of(portal, session).await {
        Ok(access) => access,
        Err(Error::Refused(_) | Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE notification SET read_at = $1 WHERE account = $2 AND read_at IS NULL AND conversation IN
                 (SELECT c.id FROM conversation c WHERE c.siren = $3 AND (NOT c.confidential OR $4))",
        )
        .bind(portal.clock.now())
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(access.sees_confidential())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Opening a question reads what was told about it.
pub(crate) async fn mark_conversation_read(
    portal: &Portal,
    account: Uuid,
    conversation: Uuid,
) -> Result<(), Error> {
    // Most openings have nothing to mark, and a writer is one for all.
    let unread: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM notification WHERE account = $1 AND conversation = $2 AND read_at IS NULL",
        )
        .bind(account)
        .bind(conversation)
        .fetch_one(c)
        .await
    })?;
    if unread == 0 {
        return Ok(());
    }
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE notification SET read_at = $1 WHERE account = $2 AND conversation = $3 AND read_at IS NULL",
        )
        .bind(portal.clock.now())
        .bind(account)
        .bind(conversation)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
