//! Mails that get no further attempt.

use crate::{Error, Platform, db::Moment, id::MailId, on, outbox::DeadReason};

/// Mail that gets no further attempt.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DeadMail {
    pub id: MailId,
    pub kind: String,
    pub recipient: String,
    pub created_at: Moment,
    pub attempts: i32,
    /// Code of a [`DeadReason`].
    pub dead_reason: String,
    pub last_error: Option<String>,
}

/// Returns the 500 latest mails that get no further attempt, the latest first: dead letters, which need a decision of an
/// administrator, and expired mails.
pub async fn dead_letters(platform: &Platform) -> Result<Vec<DeadMail>, Error> {
    Ok(on!(platform.db, |c| {
        sqlx::query_as::<_, DeadMail>(
            "SELECT id, kind, recipient, created_at, attempts, COALESCE(dead_reason, '') AS dead_reason, last_error
             FROM outbox WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, id DESC LIMIT 500",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Returns `true` if the mail server refused the last mail to this address for good.
pub async fn is_last_refused(platform: &Platform, address: &str) -> Result<bool, Error> {
    let last: Option<String> = on!(platform.db, |c| {
        sqlx::query_scalar(
            "SELECT COALESCE(dead_reason, '') FROM outbox
             WHERE recipient = $1 AND (sent_at IS NOT NULL OR dead_at IS NOT NULL)
             ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(address)
        .fetch_optional(c)
        .await
    })?;
    Ok(last.as_deref() == Some(DeadReason::Refused.code()))
}
