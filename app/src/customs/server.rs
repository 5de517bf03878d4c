//! Server functions of the agents' forms.

use backend::{customs, messaging};
use domain::path;
use leptos::prelude::*;

use super::return_path::{return_path, with_return};
use crate::{
    forms::{self, Endpoint, FormRequest, Redirect},
    messaging::reply,
};

#[server(prefix = "/form", endpoint = "agent-connexion")]
pub async fn sign_in() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SignIn::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token = customs::sign_in(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(with_return(path::AGENT_CODE, Some(request.answers.text("retour")))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-connexion-code")]
pub async fn confirm_code() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmCode::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token =
            customs::confirm_code(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(return_path(Some(request.answers.text("retour"))).unwrap_or(path::AGENT_INBOX)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-renvoyer-code")]
pub async fn resend_code() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ResendCode::NAME, async |request: FormRequest| {
        customs::resend_code(&request.portal, &request.session).await?;
        Ok(Redirect::to(request.page)
            .with_notice("Un nouveau code vient de vous être envoyé. Le précédent n’est plus valable."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-preuve")]
pub async fn reauthenticate() -> Result<(), ServerFnError> {
    forms::handle(Reauthenticate::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token =
            customs::reauthenticate(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(return_path(Some(request.answers.text("retour"))).unwrap_or(path::AGENT_INBOX)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-preuve-code")]
pub async fn send_reauthentication_code() -> Result<(), ServerFnError> {
    forms::handle(SendReauthenticationCode::NAME, async |request: FormRequest| {
        customs::send_reauthentication_code(&request.portal, &request.session).await?;
        Ok(Redirect::to(request.page).with_notice("Votre code vient d’être envoyé."))
    })
    .await
}

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
