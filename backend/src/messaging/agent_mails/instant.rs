use domain::{agent_notice::AgentNoticeKind, path};
use platform::{
    Error,
    db::{Moment, Tx},
    mail::{self, Lifetime},
};

use super::{
    choice::instant_recipient,
    letters::{OwnQuestionLetter, QuestionEvent},
};
use crate::{
    Portal,
    id::StaffId,
    messaging::{Conversation, agent_notices},
};

/// Notifies the assignee of a question of a step in the portal, and mails it to them if they still answer for its service and chose to
/// receive such mails.
pub(in crate::messaging) async fn notify_assignee(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    assignee: StaffId,
    event: QuestionEvent,
) -> Result<(), Error> {
    let (kind, by) = match &event {
        QuestionEvent::Assigned(by) => (AgentNoticeKind::Assigned, by.as_str()),
        QuestionEvent::Written => (AgentNoticeKind::Written, ""),
    };
    agent_notices::record(tx, now, assignee, conversation.id, kind, by).await?;
    let Some(colleague) = instant_recipient(tx, assignee, &conversation.service).await? else {
        return Ok(());
    };
    let letter = OwnQuestionLetter {
        name: colleague.name,
        number: conversation.number.clone(),
        event,
        link: portal.link(&path::agent_question(conversation.id)),
    };
    mail::enqueue(tx, now, &colleague.mail, &letter, Lifetime::Unlimited).await
}
