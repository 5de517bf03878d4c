//! Questions on which the service acted since a person last opened them.
//!
//! A row for each person and question, written with the act and deleted when the question is opened: counting them, which
//! the header of every page does, reads no row of the questions that were opened.

use domain::{
    limited_count::LimitedCount,
    rights::{Action, Habilitation},
    siren::Siren,
};

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, insert_rows, on,
};
use sqlx::QueryBuilder;

use super::conversation::Conversation;

use crate::{
    Portal,
    accounts::sessions::Session,
    id::AccountId,
    messaging::{access::is_allowed, notifications},
};

/// Greatest number of unread questions that is counted exactly.
const LIMIT: u32 = 99;

/// Age after which an act no longer counts as unread, even if the person never opened the question.
const MAX_AGE: Duration = Duration::from_secs(365 * 24 * 3600);

/// Returns the number of questions of the SIREN on which the service acted since the person last opened them; 0 without
/// e-contacts.
pub async fn unread_count(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
    habilitations: &[Habilitation],
) -> Result<LimitedCount, Error> {
    if !is_allowed(habilitations, siren, &Action::UseMessaging) {
        return Ok(LimitedCount::ZERO);
    }
    let confidential = is_allowed(habilitations, siren, &Action::UseMotif { confidential: true });
    let counted = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM (
                 SELECT 1 FROM conversation_unread
                 WHERE reader = $1 AND siren = $2 AND confidential IN (FALSE, $3) LIMIT $4) AS unread",
        )
        .bind(account)
        .bind(siren.as_str())
        .bind(confidential)
        .bind(i64::from(LIMIT) + 1)
        .fetch_one(c)
        .await
    })?;
    Ok(LimitedCount::new(counted, LIMIT))
}

/// Records that the service acted on the question, for the accounts that may read it.
pub async fn mark_unread(
    tx: &mut Tx,
    now: Moment,
    conversation: &Conversation,
    audience: &[AccountId],
) -> Result<(), Error> {
    insert_rows!(
        tx,
        QueryBuilder::new(
            "INSERT INTO conversation_unread (conversation, reader, siren, confidential, since) "
        ),
        audience,
        |values, reader| {
            values.push_bind(conversation.id).push_bind(*reader);
            values.push_bind(conversation.siren.as_str().to_owned());
            values.push_bind(conversation.confidential).push_bind(now);
        },
        " ON CONFLICT (conversation, reader) DO UPDATE SET since = excluded.since"
    );
    Ok(())
}

/// Records that the operator has opened the question, as it was read, and its notifications.
pub async fn mark_read(portal: &Portal, session: &Session, conversation: &Conversation) -> Result<(), Error> {
    let account = session.usager()?.account;
    notifications::mark_conversation_read(portal, account, conversation.id).await?;
    // Usually it is not unread, and SQLite has a single writer: a read first avoids most writes.
    let since: Option<Moment> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT since FROM conversation_unread WHERE conversation = $1 AND reader = $2")
            .bind(conversation.id)
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    if since.is_none() {
        return Ok(());
    }
    // A later act of the service is not on the page and stays unread.
    execute!(
        portal.db,
        sqlx::query(
            "DELETE FROM conversation_unread WHERE conversation = $1 AND reader = $2 AND since <= $3"
        )
        .bind(conversation.id)
        .bind(account)
        .bind(conversation.activity_at)
    )?;
    Ok(())
}

/// Deletes the rows of acts older than a year. Returns their number.
pub async fn purge_unread(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - MAX_AGE;
    Ok(portal.db.delete_before(limit, &["DELETE FROM conversation_unread WHERE since < $1"]).await?)
}
