use domain::question::{ServiceAct, Status};

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
    id::AccountId,
    messaging::{Conversation, followers},
    portal::Signal,
};

/// A step of the service to notify.
#[derive(Clone, Copy, Debug)]
pub struct StepNotice<'a> {
    pub act: ServiceAct,
    /// Number of the other question; empty unless the step merged or separated two.
    pub other: &'a str,
}

impl From<Status> for StepNotice<'_> {
    fn from(status: Status) -> Self {
        StepNotice { act: ServiceAct::Reached(status), other: "" }
    }
}

/// Notifies of a step of the service those of the `audience` who follow the question, in the portal and by mail, and the open
/// pages of the whole audience: the question is unread for all of them.
pub async fn notify_step(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    step: StepNotice<'_>,
    audience: &[AccountId],
) -> Result<(), Error> {
    audience.iter().for_each(|account| tx.notify(Signal::Messages(*account)));
    let followers = followers::accounts(tx, conversation.id).await?;
    for account in followers.into_iter().filter(|one| audience.contains(one)) {
        record(tx, now, account, conversation.id, step.act).await?;
        mail_follower(tx, portal, now, account, conversation, step).await?;
    }
    Ok(())
}

/// Mails the step to a follower, unless they chose not to get such mails.
async fn mail_follower(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: AccountId,
    conversation: &Conversation,
    step: StepNotice<'_>,
) -> Result<(), Error> {
    let choice = match step.act {
        ServiceAct::Reached(status) => status,
        // Another question goes on, as after a transfer.
        ServiceAct::Merged | ServiceAct::Separated => Status::Transmis,
    };
    if !profile::wants_mail(tx, account, choice).await? {
        return Ok(());
    }
    let follower: Option<(String, String)> = on_tx!(tx, |c| {
        sqlx::query_as("SELECT first_name, email FROM account WHERE id = $1")
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    let Some((first_name, email)) = follower else { return Ok(()) };
    let is_author = account == conversation.author;
    let letter = StepLetter::new(portal, first_name, conversation, step, is_author);
    mail::enqueue(tx, now, &email, &letter, Lifetime::Unlimited).await
}
