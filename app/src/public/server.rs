use leptos::prelude::*;

use crate::forms::{Follow, FormRequest, handle};

/// `POST /form/avis`
#[server(prefix = "/form", endpoint = "avis")]
pub async fn give_opinion() -> Result<(), ServerFnError> {
    handle("avis", async |request: FormRequest| {
        backend::opinions::give(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Follow::to("/avis?envoye=oui"))
    })
    .await
}
