//! The addresses of the agents' forms.

use backend::{agents, messaging};
use leptos::prelude::*;

use super::{own_page, with_return};
use crate::{
    forms::{self, Follow, FormRequest},
    messaging::reply,
};

#[server(prefix = "/form", endpoint = "agent-connexion")]
pub async fn sign_in() -> Result<(), ServerFnError> {
    forms::handle("agent-connexion", async |request: FormRequest| {
        let client = &request.context.client;
        let token = agents::sign_in(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Follow::to(with_return("/agent/connexion/code", Some(request.answers.text("retour")))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-connexion-code")]
pub async fn confirm_code() -> Result<(), ServerFnError> {
    forms::handle("agent-connexion-code", async |request: FormRequest| {
        let client = &request.context.client;
        let token = agents::confirm_code(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Follow::to(own_page(Some(request.answers.text("retour"))).unwrap_or("/agent")))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-renvoyer-code")]
pub async fn resend_code() -> Result<(), ServerFnError> {
    forms::handle("agent-renvoyer-code", async |request: FormRequest| {
        agents::resend_code(&request.portal, &request.session).await?;
        Ok(Follow::to(request.page)
            .with_notice("Un nouveau code vient de vous être envoyé. Le précédent n’est plus valable."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-preuve")]
pub async fn prove() -> Result<(), ServerFnError> {
    forms::handle("agent-preuve", async |request: FormRequest| {
        let client = &request.context.client;
        let token = agents::prove(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Follow::to(own_page(Some(request.answers.text("retour"))).unwrap_or("/agent")))
    })
    .await
}

#[server(prefix = "/form", endpoint = "agent-preuve-code")]
pub async fn send_proof_code() -> Result<(), ServerFnError> {
    forms::handle("agent-preuve-code", async |request: FormRequest| {
        agents::send_proof_code(&request.portal, &request.session).await?;
        Ok(Follow::to(request.page).with_notice("Votre code vient d’être envoyé."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "prendre-en-charge")]
pub async fn take_in_charge() -> Result<(), ServerFnError> {
    forms::handle("prendre-en-charge", async |request: FormRequest| {
        let question = request.answers.text("question").parse().map_err(|_| backend::Error::NotFound)?;
        messaging::take_in_charge(&request.portal, &request.session, question).await?;
        Ok(Follow::to(request.page)
            .with_notice("Vous avez pris cette question en charge. L’usager en est prévenu."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "repondre")]
pub async fn answer() -> Result<(), ServerFnError> {
    forms::handle("repondre", async |request: FormRequest| {
        reply(&request, "Votre réponse est envoyée. L’usager en est prévenu.").await
    })
    .await
}
