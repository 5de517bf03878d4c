//! Changes of status of a question: permitted persons, next status, notifications.

use domain::{
    problem::Problem,
    question::{Party, Status, Step},
};

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
};

use super::{
    assignment::move_to_service,
    author::Author,
    conversation::{Conversation, find_writable},
    deadlines,
    store::{StepDetail, insert_step},
    unread::mark_unread,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies,
    directory::services::Service,
    id::{AccountId, ConversationId},
    messaging::{
        access::is_allowed,
        notifications::{self, StepNotice},
    },
    portal::Signal,
};

/// Closes the question, as operator or as agent. Idempotent.
pub async fn close(portal: &Portal, session: &Session, conversation: ConversationId) -> Result<(), Error> {
    let author = Author::of(session)?;
    let conversation = find_writable(portal, session, conversation).await?;
    if conversation.status() == Status::Clos {
        return Ok(());
    }
    let audience = audience(portal, &conversation).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let status = advance(&mut tx, &conversation, Step::Close(author.party), &author, now).await?;
    if author.party == Party::Agent {
        publish(&mut tx, portal, now, &conversation, status, &audience).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Moves the question to its next status and returns it. A follow-up to an answer restarts the delay of the service; one
/// before an answer does not, so that it cannot hide a delay. The delay is paused while the service waits for details.
///
/// # Errors
/// [`Problem::StepNotAllowed`], also if a concurrent request changed the status or the service first.
pub async fn advance(
    tx: &mut Tx,
    conversation: &Conversation,
    step: Step,
    author: &Author,
    now: Moment,
) -> Result<Status, Error> {
    let after = change_status(tx, conversation, step, now).await?;
    if after != conversation.status() {
        insert_step(tx, conversation.id, after, author, now, StepDetail::None).await?;
        deadlines::refresh(tx, conversation.id, now).await?;
    }
    Ok(after)
}

/// Transfers the question to another service, which has to take charge of it. Its thread, receipt and delay stay.
///
/// # Errors
/// As [`advance`].
pub async fn transfer(
    tx: &mut Tx,
    conversation: &Conversation,
    service: &Service,
    author: &Author,
    now: Moment,
) -> Result<Status, Error> {
    let after = change_status(tx, conversation, Step::Transfer, now).await?;
    move_to_service(tx, conversation, &service.code).await?;
    let detail = StepDetail::TransferredTo(&service.name);
    insert_step(tx, conversation.id, after, author, now, detail).await?;
    Ok(after)
}

/// Changes the status, unless it or the service has changed since `conversation` was read.
pub async fn change_status(
    tx: &mut Tx,
    conversation: &Conversation,
    step: Step,
    now: Moment,
) -> Result<Status, Error> {
    let before = conversation.status();
    let after = before.after(step).map_err(|problem| Error::invalid("", problem))?;
    let returned = before == Status::Repondu && step == Step::FollowUp;
    let changed = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE conversation SET status = $1, activity_at = $2,
                 taken_in_charge_at =
                     CASE WHEN $1 = 'pris_en_charge' THEN COALESCE(taken_in_charge_at, $2) ELSE taken_in_charge_at END,
                 waiting_since = CASE WHEN $5 THEN $2 ELSE waiting_since END,
                 answered_at = CASE WHEN $5 THEN NULL WHEN $1 = 'repondu' THEN COALESCE(answered_at, $2)
                                    ELSE answered_at END,
                 closed_at = CASE WHEN $1 = 'clos' THEN $2 END
             WHERE id = $3 AND status = $4 AND service = $6",
        )
        .bind(after.code())
        .bind(now)
        .bind(conversation.id)
        .bind(before.code())
        .bind(returned)
        .bind(&conversation.service)
    )?;
    if changed != 1 {
        return Err(Error::invalid("", Problem::StepNotAllowed));
    }
    tx.notify(Signal::inbox(&conversation.service));
    Ok(after)
}

/// Makes the question unread for the audience of a step of the service, and notifies it.
pub async fn publish(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    step: impl Into<StepNotice<'_>>,
    audience: &[AccountId],
) -> Result<(), Error> {
    mark_unread(tx, now, conversation, audience).await?;
    notifications::notify_step(tx, portal, now, conversation, step.into(), audience).await
}

/// Returns the accounts that may read the question, according to their last known rights.
pub async fn audience(portal: &Portal, conversation: &Conversation) -> Result<Vec<AccountId>, Error> {
    let siren = &conversation.siren;
    let accounts = companies::accounts_of_siren(portal, siren).await?;
    let readers = accounts
        .into_iter()
        .filter(|(_, habilitations)| is_allowed(habilitations, siren, &conversation.reading()));
    Ok(readers.map(|(account, _)| account).collect())
}
