use domain::{batch::BatchAct, form::Answers, question::Status};

use platform::Error;

use super::{
    find::{Batch, BatchItem, Outcome, batch},
    plan::{explained, plan},
    store::{begin, record, release},
};
use crate::{Portal, accounts::sessions::Session, customs::canned_answers::filled, id::BatchId, messaging};

/// Executes a batch, question by question, and records the result of each. A second request at the same time does nothing; after
/// an interruption, the next one continues: acts that were done are not repeated.
///
/// # Errors
/// As [`batch`]; failures of the portal, with the questions not reached yet left as they are.
pub async fn execute(portal: &Portal, session: &Session, id: BatchId) -> Result<(), Error> {
    let found = batch(portal, session, id).await?;
    if found.is_done() || !begin(portal, id).await? {
        return Ok(());
    }
    let executed = execute_items(portal, session, &found).await;
    if executed.is_err() {
        release(portal, id).await?;
    }
    executed
}

async fn execute_items(portal: &Portal, session: &Session, batch: &Batch) -> Result<(), Error> {
    for item in &batch.items {
        if matches!(item.outcome(), Outcome::Done | Outcome::Refused) {
            continue;
        }
        let (outcome, reason) = match execute_item(portal, session, batch, item).await {
            Ok(()) => (Outcome::Done, String::new()),
            Err(error) => (Outcome::Refused, explained(error)?),
        };
        record(portal, batch.id, item.conversation, outcome, &reason).await?;
    }
    tracing::info!(batch = %batch.id, act = batch.act.code(), questions = batch.items.len(), "batch executed");
    Ok(())
}

async fn execute_item(
    portal: &Portal,
    session: &Session,
    batch: &Batch,
    item: &BatchItem,
) -> Result<(), Error> {
    // An act that had begun may be done: the use case finds out.
    if item.outcome() == Outcome::Planned {
        plan(portal, session, batch, item).await?;
        record(portal, batch.id, item.conversation, Outcome::Begun, "").await?;
    }
    let (id, key) = (item.conversation, item.form_key);
    match batch.act {
        BatchAct::Take => messaging::take(portal, session, id).await,
        BatchAct::Assign => {
            let mut answers = item.shown.0.clone();
            answers.set("agent", batch.answers.text("agent"));
            messaging::assign(portal, session, id, &answers).await
        }
        BatchAct::Transfer => messaging::transfer(portal, session, id, key.into(), &batch.answers).await,
        BatchAct::Answer => answer(portal, session, batch, item).await,
        BatchAct::Close => messaging::close(portal, session, id).await,
    }
}

/// Takes the question in charge if needed, and answers it.
async fn answer(portal: &Portal, session: &Session, batch: &Batch, item: &BatchItem) -> Result<(), Error> {
    let id = item.conversation;
    let conversation = messaging::find_writable(portal, session, id).await?;
    if conversation.status() == Status::Transmis {
        messaging::take_in_charge(portal, session, id).await?;
    }
    let mut answers: Answers = item.shown.0.clone();
    answers.set("message", filled(session, &conversation, batch.answers.raw("texte"))?);
    messaging::reply(portal, session, id, item.form_key, &answers).await
}
