use backend::assistant;

use crate::page::{PageRequest, Stop};

/// Returns the questions of the conversation in this session as a text of at most `max` characters, for a form that leads
/// to a person. `None` without a conversation.
pub async fn asked_questions(request: &PageRequest, max: usize) -> Result<Option<String>, Stop> {
    let Some(session) = request.session() else { return Ok(None) };
    let questions = assistant::questions(request.portal(), session.id).await?;
    if questions.is_empty() {
        return Ok(None);
    }
    let questions: Vec<_> = questions.into_iter().map(|question| format!("– {question}")).collect();
    let text = format!("Questions posées à l’assistant\u{a0}:\n{}", questions.join("\n"));
    Ok(Some(text.chars().take(max).collect()))
}
