use backend::assistance::self_check;
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Runs the self-check.
#[server(prefix = "/form", endpoint = "auto-controle")]
pub async fn run_self_check() -> Result<(), ServerFnError> {
    forms::handle_without_cookies(RunSelfCheck::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let reference =
            self_check::create(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Redirect::to(path::self_check_result(reference.grouped())))
    })
    .await
}
