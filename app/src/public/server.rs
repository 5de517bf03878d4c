use domain::path;
use leptos::prelude::*;

use crate::forms::{Endpoint, FormRequest, Redirect, handle_without_cookies};

/// Saves an opinion about the site.
#[server(prefix = "/form", endpoint = "avis")]
pub async fn give_opinion() -> Result<(), ServerFnError> {
    handle_without_cookies(GiveOpinion::NAME, async |request: FormRequest| {
        backend::assistance::opinions::submit(&request.portal, &request.context.client, &request.answers)
            .await?;
        Ok(Redirect::to(path::OPINION_SENT))
    })
    .await
}
