use domain::{
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind},
    problem::Problem,
};

use platform::Error;

use super::{
    act::{ActKind, NewAct},
    take::taken,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{ConversationId, StaffId},
    messaging::{
        agent_mails::{self, QuestionEvent},
        conversations::{find_tx, find_writable, set_assignee},
    },
    staff::{self, Colleague},
};

/// Returns the form that assigns a question to one of these colleagues.
pub fn assignment_form(colleagues: &[Colleague]) -> FormDefinition {
    let options = colleagues.iter().map(|one| ChoiceOption::new(one.id.to_string(), &one.name)).collect();
    let agent = FieldDefinition::new("agent", "Attribuer à", Kind::Choice { options }).mandatory();
    FormDefinition::new("attribuer-question", vec![agent])
}

/// Assigns the question to a colleague of its service, or to the agent. `answers`: the colleague in `agent`, the assignee that
/// the page showed in `attributaire`, empty for none. The colleague is notified. Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read it; [`Error::Invalid`]: [`Problem::NotAColleague`] on the field,
/// [`Problem::QuestionTaken`] if it has another assignee meanwhile, [`Problem::StepNotAllowed`] if it has none, or is closed.
pub async fn assign(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
    answers: &Answers,
) -> Result<(), Error> {
    let agent = session.agent()?;
    let conversation = find_writable(portal, session, id).await?;
    let not_a_colleague = || Error::invalid("agent", Problem::NotAColleague);
    let colleague: StaffId = answers.text("agent").parse().map_err(|_| not_a_colleague())?;
    let shown: Option<StaffId> = answers.text("attributaire").parse().ok();
    let mut tx = portal.db.begin().await?;
    let locked = staff::lock_colleague(&mut tx, colleague, &conversation.service).await?;
    let name = locked.ok_or_else(not_a_colleague)?.name;
    let is_new = shown != Some(colleague);
    let changed = is_new && set_assignee(&mut tx, &conversation, shown, Some(colleague)).await?;
    let current = find_tx(&mut tx, id).await?;
    if current.assignee != Some(colleague) {
        return Err(taken(&current));
    }
    if changed {
        let now = portal.clock.now();
        let act = NewAct::of_assignee(id, ActKind::Assigned, &name);
        act.record(&mut tx, agent, now).await?;
        if colleague != agent.id {
            let event = QuestionEvent::Assigned(agent.name.clone());
            agent_mails::notify_assignee(&mut tx, portal, now, &conversation, colleague, event).await?;
        }
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Releases a question assigned to the agent. Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read it; [`Error::Invalid`]: [`Problem::QuestionTaken`] if it is a colleague's.
pub async fn release(portal: &Portal, session: &Session, id: ConversationId) -> Result<(), Error> {
    let agent = session.agent()?;
    let conversation = find_writable(portal, session, id).await?;
    let mut tx = portal.db.begin().await?;
    let changed = set_assignee(&mut tx, &conversation, Some(agent.id), None).await?;
    let current = find_tx(&mut tx, id).await?;
    if current.assignee.is_some() {
        return Err(taken(&current));
    }
    if changed {
        let act = NewAct::of_assignee(id, ActKind::Released, "");
        act.record(&mut tx, agent, portal.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}
