use backend::single_sign_on;
use leptos::prelude::*;

use crate::forms::{self, Follow, FormRequest};

/// The person agrees that the sign-out at a téléservice ends the portal's session too.
#[server(prefix = "/form", endpoint = "fin-de-session")]
pub async fn end_session() -> Result<(), ServerFnError> {
    forms::handle("fin-de-session", async |request: FormRequest| {
        let demand = request.answers.raw("demande");
        let next = single_sign_on::confirm_end(&request.portal, &request.session, demand).await?;
        request.context.cookies.clear_session();
        Ok(Follow::to(next))
    })
    .await
}
