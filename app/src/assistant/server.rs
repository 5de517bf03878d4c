use backend::assistant;
use domain::path;
use leptos::prelude::*;

use crate::forms::{Endpoint, FormRequest, Redirect, handle_from_visitor};

/// Asks the assistant a question.
#[server(prefix = "/form", endpoint = "assistant")]
pub async fn ask_assistant() -> Result<(), ServerFnError> {
    handle_from_visitor(AskAssistant::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        assistant::ask(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Redirect::to(path::ASSISTANT).once())
    })
    .await
}

/// Deletes the conversation with the assistant.
#[server(prefix = "/form", endpoint = "effacer-conversation")]
pub async fn clear_conversation() -> Result<(), ServerFnError> {
    handle_from_visitor(ClearConversation::NAME, async |request: FormRequest| {
        assistant::clear(&request.portal, request.session.id).await?;
        Ok(Redirect::to(path::ASSISTANT))
    })
    .await
}
