//! Time at which each person last opened a question, and number of unread questions.

use domain::{
    rights::{Action, Habilitation},
    siren::Siren,
};

use platform::{
    Error,
    db::{Duration, Moment},
    execute, on,
};

use super::conversation::Conversation;

use crate::{
    Portal,
    accounts::sessions::Session,
    id::AccountId,
    messaging::{access::is_allowed, notifications},
};

/// Returns `true` if the service acted after the question was last read.
pub fn is_unread(service_activity_at: Option<Moment>, read_at: Option<Moment>) -> bool {
    service_activity_at.is_some_and(|activity| read_at.is_none_or(|read| activity > read))
}

/// Age after which an activity no longer counts as unread, even if the person never opened the question.
const UNREAD_MAX_AGE: Duration = Duration::from_secs(365 * 24 * 3600);

/// Returns the number of questions of the SIREN on which the service acted since the person last opened them; 0 without
/// e-contacts.
pub async fn unread_count(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
    habilitations: &[Habilitation],
) -> Result<i64, Error> {
    if !is_allowed(habilitations, siren, &Action::UseMessaging) {
        return Ok(0);
    }
    let confidential = is_allowed(habilitations, siren, &Action::UseMotif { confidential: true });
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM conversation c
             LEFT JOIN conversation_read r ON r.conversation = c.id AND r.reader = $1
             WHERE c.siren = $2 AND (NOT c.confidential OR $3)
               AND c.service_activity_at > $4 AND (r.read_at IS NULL OR c.service_activity_at > r.read_at)",
        )
        .bind(account)
        .bind(siren.as_str())
        .bind(confidential)
        .bind(portal.clock.now() - UNREAD_MAX_AGE)
        .fetch_one(c)
        .await
    })?)
}

/// Records that the operator has read the question and its notifications.
pub async fn mark_read(portal: &Portal, session: &Session, conversation: &Conversation) -> Result<(), Error> {
    let account = session.usager()?.account;
    let read: Option<Moment> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT read_at FROM conversation_read WHERE conversation = $1 AND reader = $2")
            .bind(conversation.id)
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    notifications::mark_conversation_read(portal, account, conversation.id).await?;
    if !is_unread(conversation.service_activity_at, read) {
        return Ok(());
    }
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO conversation_read (conversation, reader, read_at) VALUES ($1, $2, $3)
             ON CONFLICT (conversation, reader) DO UPDATE SET read_at = excluded.read_at",
        )
        .bind(conversation.id)
        .bind(account)
        .bind(portal.clock.now())
    )?;
    Ok(())
}
