use backend::oidc_provider;
use leptos::prelude::*;

use crate::{
    account::leave_session,
    forms::{self, Endpoint, FormRequest, Redirect},
};

/// Ends the portal session after a sign-out at a téléservice, once the person has agreed.
#[server(prefix = "/form", endpoint = "fin-de-session")]
pub async fn end_session() -> Result<(), ServerFnError> {
    forms::handle(EndSession::NAME, async |request: FormRequest| {
        let query = request.answers.raw("demande");
        let next = oidc_provider::confirm_end_session(&request.portal, &request.session, query).await?;
        leave_session(&request).await;
        Ok(Redirect::to(next))
    })
    .await
}
