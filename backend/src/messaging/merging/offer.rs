use domain::{
    form::{ChoiceOption, FieldDefinition, FormDefinition, Kind},
    question::Step,
    rights::{Action, decide},
};

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    messaging::{
        Conversation,
        conversations::{Cursor, conversation_columns, has_merged},
    },
};

/// Name of the field of the other question.
pub(super) const TARGET: &str = "cible";

/// Returns the form that merges a question into one of these.
pub fn merge_form(candidates: &[Conversation]) -> FormDefinition {
    let option = |one: &Conversation| {
        ChoiceOption::new(
            one.id.to_string(),
            format!("{}\u{a0}: {} ({})", one.number, one.subject, one.service_name),
        )
    };
    let options = candidates.iter().map(option).collect();
    let target =
        FieldDefinition::new(TARGET, "Question dans laquelle l’échange continue", Kind::Choice { options });
    let hint =
        "Les questions récentes du même auteur qui ne sont pas closes et auxquelles vous pouvez répondre.";
    FormDefinition::new("rapprocher-question", vec![target.mandatory().hint(hint)])
}

/// Among the last questions of the company.
const CANDIDATES: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    " FROM (SELECT r.id FROM conversation r WHERE r.siren = $1 AND r.confidential = $2
              AND (r.activity_at, r.id) < ($5, $6)
            ORDER BY r.activity_at DESC, r.id DESC LIMIT 400) AS recent
     JOIN conversation c ON c.id = recent.id JOIN service s ON s.code = c.service
     WHERE c.author = $3 AND c.status <> 'clos' AND c.id <> $4
     ORDER BY c.activity_at DESC, c.id DESC LIMIT 50"
);

/// Returns the questions into which the agent may merge the question that they have read, last active first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn candidates(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
) -> Result<Vec<Conversation>, Error> {
    let actor = session.agent()?.actor();
    if !conversation.status().allows(Step::Merge) {
        return Ok(Vec::new());
    }
    let question = conversation.mergeable(has_merged(&portal.db, conversation.id).await?);
    let latest = Cursor::latest();
    let mut found: Vec<Conversation> = on!(portal.db, |c| {
        sqlx::query_as(CANDIDATES)
            .bind(conversation.siren.as_str())
            .bind(conversation.confidential)
            .bind(conversation.author)
            .bind(conversation.id)
            .bind(latest.at)
            .bind(latest.id)
            .fetch_all(c)
            .await
    })?;
    found.retain(|target| {
        let answering = Action::AnswerConversation { service: &target.service };
        question.may_go_on_in(&target.mergeable(true)) && decide(&actor, &answering).is_allowed()
    });
    Ok(found)
}
