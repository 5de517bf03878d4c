use domain::{
    form::{Answers, checked},
    problem::Problem,
    question::{ServiceAct, Step},
};

use platform::{
    Error,
    db::{Moment, Tx},
};

use super::offer::{TARGET, candidates, merge_form};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::ConversationId,
    messaging::{
        conversations::{Author, audience, find_writable, has_merged_tx, lock_pair, merge_into, publish},
        notifications::StepNotice,
    },
};

/// Merges a question into another one, named in `answers`, and notifies those who follow it. Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read the question; [`Error::Invalid`]: problems of the form, with a question in which it may
/// not go on; [`Problem::StepNotAllowed`] once it is closed, also by a concurrent request.
pub async fn merge(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
    answers: &Answers,
) -> Result<(), Error> {
    session.agent()?;
    let conversation = find_writable(portal, session, id).await?;
    let chosen: Option<ConversationId> = answers.text(TARGET).parse().ok();
    if conversation.merged_into.is_some() && conversation.merged_into == chosen {
        return Ok(());
    }
    conversation.status().after(Step::Merge).map_err(|problem| Error::invalid("", problem))?;
    checked(&merge_form(&candidates(portal, session, &conversation).await?), answers, &())?;
    let target = find_writable(portal, session, chosen.ok_or(Error::NotFound)?).await?.id;
    let audience = audience(portal, &conversation).await?;
    let (author, now) = (Author::of(session)?, portal.clock.now());
    let mut tx = portal.db.begin().await?;
    let Some(number) = merge_locked(&mut tx, [id, target], &author, now).await? else { return Ok(()) };
    let notice = StepNotice { act: ServiceAct::Merged, other: &number };
    publish(&mut tx, portal, now, &conversation, notice, &audience).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(conversation = %id, %target, "question merged");
    Ok(())
}

/// Merges the first question into the second. Returns the number of the second; `None` if that was done meanwhile.
async fn merge_locked(
    tx: &mut Tx,
    ids: [ConversationId; 2],
    author: &Author,
    now: Moment,
) -> Result<Option<String>, Error> {
    let [question, target] = lock_pair(tx, ids).await?;
    if question.merged_into == Some(target.id) {
        return Ok(None);
    }
    let mergeable = question.mergeable(has_merged_tx(tx, question.id).await?);
    if !mergeable.may_go_on_in(&target.mergeable(true)) {
        return Err(Error::invalid("", Problem::StepNotAllowed));
    }
    merge_into(tx, &question, &target, author, now).await?;
    Ok(Some(target.number))
}
