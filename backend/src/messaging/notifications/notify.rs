use domain::question::Status;

use platform::{
    Error,
    db::{Moment, Tx},
    mail::{self, Lifetime},
    on_tx,
};

use super::{letter::StepLetter, store::record};

use crate::{
    Portal,
    accounts::profile,
    id::{AccountId, ConversationId},
    messaging::Conversation,
    portal::Signal,
};

/// Notifies of a step of the service those of the `audience` who wrote in the question, and the open pages of the whole
/// audience: the question is unread for all of them.
pub async fn notify_step(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    step: Status,
    audience: &[AccountId],
) -> Result<(), Error> {
    audience.iter().for_each(|account| tx.notify(Signal::Messages(*account)));
    for account in writers(tx, conversation.id).await?.into_iter().filter(|one| audience.contains(one)) {
        record(tx, now, account, conversation.id, step).await?;
    }
    if audience.contains(&conversation.author) {
        mail_author(tx, portal, now, conversation, step).await?;
    }
    Ok(())
}

/// Returns the accounts that wrote in the question.
async fn writers(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<AccountId>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT author FROM message WHERE conversation = $1 AND kind <> 'reponse'",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?)
}

/// Mails the step to the author, unless they chose not to get such mails.
async fn mail_author(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    step: Status,
) -> Result<(), Error> {
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
    mail::enqueue(tx, now, &email, &letter, Lifetime::Unlimited).await
}
