use domain::{
    problem::Problem,
    question::{Status, Step},
};

use platform::{Error, db::Tx};

use super::act::{ActKind, NewAct};
use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    id::ConversationId,
    messaging::{
        Conversation,
        conversations::{Author, advance, audience, find_tx, find_writable, publish, set_assignee},
    },
    staff,
};

/// Assigns the question to the agent. Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read it; [`Error::Invalid`]: [`Problem::QuestionTaken`] with the name of the
/// colleague who was faster, [`Problem::StepNotAllowed`] once it is closed.
pub async fn take(portal: &Portal, session: &Session, id: ConversationId) -> Result<(), Error> {
    let agent = session.agent()?;
    let conversation = find_writable(portal, session, id).await?;
    let mut tx = portal.db.begin().await?;
    if claim(&mut tx, agent, &conversation).await?.is_new {
        let act = NewAct::of_assignee(id, ActKind::Taken, "");
        act.record(&mut tx, agent, portal.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes the question in charge and assigns it to the agent. Idempotent.
///
/// # Errors
/// As [`take`].
pub async fn take_in_charge(portal: &Portal, session: &Session, id: ConversationId) -> Result<(), Error> {
    let agent = session.agent()?;
    let author = Author::of(session)?;
    let conversation = find_writable(portal, session, id).await?;
    let audience = audience(portal, &conversation).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    // Before the status: of two agents at once, the second waits here and learns who was first.
    let Claim { current, is_new } = claim(&mut tx, agent, &conversation).await?;
    if current.status() == Status::Transmis {
        let status = advance(&mut tx, &current, Step::TakeInCharge, &author, now).await?;
        publish(&mut tx, portal, now, &current, status, &audience).await?;
    } else if is_new {
        NewAct::of_assignee(id, ActKind::Taken, "").record(&mut tx, agent, now).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// A question assigned to the agent.
struct Claim {
    current: Conversation,
    /// It was not theirs before.
    is_new: bool,
}

/// Assigns the question to the agent, unless a colleague has it.
async fn claim(tx: &mut Tx, agent: &StaffMember, conversation: &Conversation) -> Result<Claim, Error> {
    staff::lock_colleague(tx, agent.id, &conversation.service).await?.ok_or(Error::NotFound)?;
    let is_new = set_assignee(tx, conversation, None, Some(agent.id)).await?;
    let current = find_tx(tx, conversation.id).await?;
    if current.assignee != Some(agent.id) {
        return Err(taken(&current));
    }
    Ok(Claim { current, is_new })
}

/// Explains that the assignee is not the one that the page showed.
pub(super) fn taken(current: &Conversation) -> Error {
    let problem = match &current.assignee_name {
        Some(agent) => Problem::QuestionTaken { agent: agent.clone() },
        None => Problem::StepNotAllowed,
    };
    Error::invalid("", problem)
}
