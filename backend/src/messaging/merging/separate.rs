use domain::question::ServiceAct;

use platform::Error;

use crate::{
    Portal,
    accounts::sessions::Session,
    id::ConversationId,
    messaging::{
        Conversation,
        conversations::{Author, audience, find_writable, lock_pair, publish, separate_from, set_assignee},
        notifications::StepNotice,
    },
    staff,
};
use platform::db::Tx;

/// Separates a question from the one in which it goes on: it gets back the status that it had, and those who follow it are notified.
/// Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read the question; [`Error::Invalid`] if a concurrent request changed it.
pub async fn separate(portal: &Portal, session: &Session, id: ConversationId) -> Result<(), Error> {
    session.agent()?;
    let conversation = find_writable(portal, session, id).await?;
    let Some(target) = conversation.merged_into else { return Ok(()) };
    let audience = audience(portal, &conversation).await?;
    let (author, now) = (Author::of(session)?, portal.clock.now());
    let mut tx = portal.db.begin().await?;
    let [question, target] = lock_pair(&mut tx, [id, target]).await?;
    if question.merged_into != Some(target.id) {
        return Ok(());
    }
    separate_from(&mut tx, &question, &target, &author, now).await?;
    release_from_former_agent(&mut tx, &question).await?;
    let notice = StepNotice { act: ServiceAct::Separated, other: &target.number };
    publish(&mut tx, portal, now, &question, notice, &audience).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(conversation = %id, "question separated");
    Ok(())
}

/// Releases the question if its assignee no longer answers for its service: closed questions keep their assignee.
async fn release_from_former_agent(tx: &mut Tx, question: &Conversation) -> Result<(), Error> {
    let Some(assignee) = question.assignee else { return Ok(()) };
    if staff::lock_colleague(tx, assignee, &question.service).await?.is_none() {
        set_assignee(tx, question, Some(assignee), None).await?;
    }
    Ok(())
}
