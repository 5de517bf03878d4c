//! What the portal tells people about their questions: in the portal and by mail (002: every step).
//!
//! In the portal, whoever wrote in a question is told of every step of the service; the author also gets a mail.
//! Rights are applied twice: when the notification is written, and again when it is read. A mail names a number and
//! a service, nothing more: mail is not secure.

mod letter;
mod own;
mod read;
mod rights;
mod roles;

use domain::message::Status;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    live::Signal,
    mail,
    messaging::Conversation,
    on_tx, profile,
};

pub use letter::StepLetter;
pub use own::Notice;
pub(crate) use read::mark_conversation_read;
pub use read::{Notification, list, mark_all_read, unread_count};
pub use rights::list as rights_notices;
pub(crate) use rights::{purge as purge_rights, tell as tell_rights};
pub use roles::list as role_notices;

/// Writes one notification in the portal.
pub(crate) async fn note(
    tx: &mut Tx,
    now: Moment,
    account: Uuid,
    conversation: Uuid,
    step: Status,
) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("INSERT INTO notification (id, account, conversation, step, created_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(Uuid::now_v7())
            .bind(account)
            .bind(conversation)
            .bind(step.code())
            .bind(now)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Tells those who wrote in a question, and may still read it, of a step of the service; and the open pages of all who
/// may read it.
pub(crate) async fn tell(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    step: Status,
    audience: &[Uuid],
) -> Result<(), Error> {
    // Whoever may read the question sees it as not read.
    audience.iter().for_each(|account| tx.tell(Signal::Messages(*account)));
    let writers: Vec<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT author FROM message WHERE conversation = $1 AND kind <> 'reponse'",
        )
        .bind(conversation.id)
        .fetch_all(c)
        .await
    })?;
    for account in writers.into_iter().filter(|account| audience.contains(account)) {
        note(tx, now, account, conversation.id, step).await?;
    }
    if !audience.contains(&conversation.author) {
        return Ok(());
    }
    if !profile::wants_mail(tx, conversation.author, step).await? {
        return Ok(());
    }
    let author: Option<(String, String)> = on_tx!(tx, |c| {
        sqlx::query_as("SELECT first_name, email FROM account WHERE id = $1")
            .bind(conversation.author)
            .fetch_optional(c)
            .await
    })?;
    let Some((first_name, email)) = author else { return Ok(()) };
    let letter = StepLetter::new(portal, first_name, conversation, step);
    mail::enqueue(tx, now, &email, &letter).await
}
