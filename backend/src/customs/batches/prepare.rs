use domain::{
    batch::{self, BatchAct, BatchLists, MAX_QUESTIONS},
    canned_answer::first_blank,
    form::{Answers, ChoiceOption, FormDefinition, checked},
    problem::Problem,
};

use platform::{Error, on};

use super::store::{NewBatch, insert_item};
use crate::{
    Portal,
    accounts::sessions::Session,
    customs::canned_answers,
    directory::services,
    id::{BatchId, ConversationId, MessageId},
    messaging::{self, Conversation, LAST_SHOWN},
    staff,
};

/// Field of the form that assigns a question: the assignee that its page showed.
const SHOWN_ASSIGNEE: &str = "attributaire";

/// Returns the chosen questions that the agent may answer, at most [`MAX_QUESTIONS`].
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn selection(
    portal: &Portal,
    session: &Session,
    chosen: &[ConversationId],
) -> Result<Vec<Conversation>, Error> {
    session.agent()?;
    let mut found: Vec<Conversation> = Vec::new();
    for id in chosen.iter().take(MAX_QUESTIONS) {
        match messaging::find_writable(portal, session, *id).await {
            Ok(conversation) if found.iter().all(|one| one.id != *id) => found.push(conversation),
            Ok(_) | Err(Error::NotFound | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Returns the form of a batch: colleagues, services, and the canned answers without blank.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn form(portal: &Portal, session: &Session) -> Result<FormDefinition, Error> {
    let agent = session.agent()?;
    let mut colleagues = staff::colleagues(portal, agent.id).await?;
    colleagues.retain(|one| one.id != agent.id);
    let mut canned = canned_answers::canned_answers(portal, session).await?;
    canned.retain(|one| first_blank(&one.content.text).is_none());
    let services = services::list(portal).await?;
    Ok(batch::form(BatchLists {
        colleagues: colleagues.iter().map(|one| ChoiceOption::new(one.id.to_string(), &one.name)).collect(),
        services: services.iter().map(|one| ChoiceOption::new(&one.code, &one.name)).collect(),
        canned_answers: canned
            .iter()
            .map(|one| ChoiceOption::new(one.id.to_string(), &one.content.title))
            .collect(),
    }))
}

/// Prepares a batch of the chosen questions, without doing anything to them. Idempotent per `id`, generated with the form.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent; problems of the form; [`Problem::NoQuestionChosen`]
/// without a question that the agent may answer; [`Problem::TooManyQuestions`].
pub async fn prepare(
    portal: &Portal,
    session: &Session,
    id: BatchId,
    chosen: &[ConversationId],
    answers: &Answers,
) -> Result<(), Error> {
    let agent = session.agent()?;
    if chosen.len() > MAX_QUESTIONS {
        return Err(Error::invalid("", Problem::TooManyQuestions { max: MAX_QUESTIONS }));
    }
    let form = form(portal, session).await?;
    let answers = form.applicable_answers(&checked(&form, answers, &())?);
    let act = BatchAct::from_code(answers.text("acte")).ok_or(Error::NotFound)?;
    let questions = selection(portal, session, chosen).await?;
    if questions.is_empty() {
        return Err(Error::invalid("", Problem::NoQuestionChosen));
    }
    let answers = with_text(portal, session, answers).await?;
    let mut shown = Vec::new();
    for question in &questions {
        shown.push(shown_fields(portal, act, question).await?);
    }
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let new = NewBatch { id, member: agent.id, act: act.code(), answers: &answers, now };
    if new.insert(&mut tx).await? {
        for ((question, shown), position) in questions.iter().zip(&shown).zip(0..) {
            insert_item(&mut tx, id, position, question.id, shown).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Adds the text of the canned answer, so that a change of it after the preview does not change what is sent.
async fn with_text(portal: &Portal, session: &Session, mut answers: Answers) -> Result<Answers, Error> {
    if let Ok(canned) = answers.text("modele").parse() {
        let canned = canned_answers::canned_answer(portal, session, canned).await?;
        answers.set("texte", canned.content.text);
    }
    Ok(answers)
}

/// Returns the hidden fields of the form on the page of a question: its assignee, or its last message.
async fn shown_fields(portal: &Portal, act: BatchAct, question: &Conversation) -> Result<Answers, Error> {
    let mut shown = Answers::default();
    match act {
        BatchAct::Assign => {
            let assignee = question.assignee.map(|id| id.to_string()).unwrap_or_default();
            shown.set(SHOWN_ASSIGNEE, assignee);
        }
        BatchAct::Answer => {
            let last: Option<MessageId> = on!(portal.db, |c| {
                sqlx::query_scalar(
                    "SELECT id FROM message WHERE conversation = $1 ORDER BY sent_at DESC, id DESC LIMIT 1",
                )
                .bind(question.id)
                .fetch_optional(c)
                .await
            })?;
            shown.set(LAST_SHOWN, last.map(|id| id.to_string()).unwrap_or_default());
        }
        BatchAct::Take | BatchAct::Transfer | BatchAct::Close => {}
    }
    Ok(shown)
}
