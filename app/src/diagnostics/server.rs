use backend::diagnostics;
use leptos::prelude::*;

use crate::forms::{self, Follow, FormRequest};

use super::SELF_CHECK;

/// `POST /form/auto-controle`
#[server(prefix = "/form", endpoint = "auto-controle")]
pub async fn run_self_check() -> Result<(), ServerFnError> {
    forms::handle("auto-controle", async |request: FormRequest| {
        let client = &request.context.client;
        let reference =
            diagnostics::make(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Follow::to(format!("{SELF_CHECK}/{}", reference.grouped())))
    })
    .await
}
