//! Server functions of the agents' forms.

use backend::messaging;
use leptos::prelude::*;

use crate::{
    forms::{self, Endpoint, FormRequest, Redirect},
    messaging::reply,
};

#[server(prefix = "/form", endpoint = "prendre-en-charge")]
pub async fn take_in_charge() -> Result<(), ServerFnError> {
    forms::handle(TakeInCharge::NAME, async |request: FormRequest| {
        let question = request.answers.text("question").parse().map_err(|_| platform::Error::NotFound)?;
        messaging::take_in_charge(&request.portal, &request.session, question).await?;
        Ok(Redirect::to(request.page)
            .with_notice("Vous avez pris cette question en charge. L’usager en est prévenu."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "repondre")]
pub async fn answer() -> Result<(), ServerFnError> {
    forms::handle(Answer::NAME, async |request: FormRequest| {
        reply(&request, "Votre réponse est envoyée. L’usager en est prévenu.").await
    })
    .await
}
