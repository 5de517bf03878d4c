use domain::path;
use platform::{
    Error,
    db::{Moment, Tx},
    mail::{self, Lifetime},
};

use super::{
    choice::instant_recipient,
    letters::{OwnQuestionLetter, QuestionEvent},
};
use crate::{Portal, id::StaffId, messaging::Conversation};

/// Mails a step of a question to its assignee, if they still answer for its service and chose to receive such mails.
pub(in crate::messaging) async fn mail_assignee(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    conversation: &Conversation,
    assignee: StaffId,
    event: QuestionEvent,
) -> Result<(), Error> {
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
