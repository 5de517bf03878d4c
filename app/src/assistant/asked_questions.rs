use backend::assistant;

use crate::page::{PageRequest, Stop};

/// Returns the questions of the conversation in this session as a text of at most `max` characters, for a form that leads
/// to a person. `None` without a conversation.
pub async fn asked_questions(request: &PageRequest, max: usize) -> Result<Option<String>, Stop> {
    let Some(session) = request.session() else { return Ok(None) };
    let turns = assistant::conversation(request.portal(), session.id).await?;
    if turns.is_empty() {
        return Ok(None);
    }
    let questions: Vec<_> = turns.into_iter().map(|turn| format!("– {}", turn.question)).collect();
    let text = format!("Questions posées à l’assistant\u{a0}:\n{}", questions.join("\n"));
    Ok(Some(text.chars().take(max).collect()))
}
