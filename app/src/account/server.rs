//! The addresses of the account forms.

use backend::{
    activation, registration,
    sign_in::{self, Next, SignedIn},
};
use domain::{company::CompanyNumber, factor::Way};
use leptos::prelude::*;

use super::with_return;
use crate::{
    context::RequestContext,
    forms::{self, Follow, FormRequest},
};

#[server(prefix = "/form", endpoint = "inscription")]
pub async fn register() -> Result<(), ServerFnError> {
    forms::handle("inscription", async |request: FormRequest| {
        registration::register(&request.portal, &request.session, &request.context.client, &request.answers).await?;
        let follow = Follow::to("/inscription/confirmation");
        let number = request.answers.text("numero_entreprise");
        Ok(match CompanyNumber::read(number).warning().filter(|_| !number.is_empty()) {
            Some(_) => follow.with_notice(
                "Le numéro d’entreprise saisi n’a pas pu être vérifié\u{a0}: il est enregistré comme «\u{a0}non \
                 vérifié\u{a0}».",
            ),
            None => follow,
        })
    })
    .await
}

#[server(prefix = "/form", endpoint = "renvoyer-activation")]
pub async fn resend_activation() -> Result<(), ServerFnError> {
    forms::handle("renvoyer-activation", async |request: FormRequest| {
        activation::resend(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Follow::to("/inscription/confirmation"))
    })
    .await
}

#[server(prefix = "/form", endpoint = "activation")]
pub async fn activate() -> Result<(), ServerFnError> {
    forms::handle("activation", async |request: FormRequest| {
        activation::activate(&request.portal, &request.answers).await?;
        Ok(Follow::to("/activation/confirmation"))
    })
    .await
}

#[server(prefix = "/form", endpoint = "connexion")]
pub async fn sign_in() -> Result<(), ServerFnError> {
    forms::handle("connexion", async |request: FormRequest| {
        let client = &request.context.client;
        let signed = sign_in::sign_in(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Follow::to(after_first_step(&request.context, signed, request.answers.text("retour"))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "connexion-code")]
pub async fn confirm_code() -> Result<(), ServerFnError> {
    forms::handle("connexion-code", async |request: FormRequest| {
        let client = &request.context.client;
        let signed =
            sign_in::confirm_code(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Follow::to(after_first_step(&request.context, signed, request.answers.text("retour"))))
    })
    .await
}

/// The form that leads to the page opens the session that the question to the key belongs to.
#[server(prefix = "/form", endpoint = "demander-cle")]
pub async fn ask_for_passkey() -> Result<(), ServerFnError> {
    forms::handle("demander-cle", async |request: FormRequest| {
        Ok(Follow::to(with_return("/connexion/cle", Some(request.answers.text("retour")))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "connexion-cle")]
pub async fn sign_in_with_passkey() -> Result<(), ServerFnError> {
    forms::handle("connexion-cle", async |request: FormRequest| {
        let client = &request.context.client;
        let signed =
            sign_in::sign_in_with_passkey(&request.portal, &request.session, client, &request.answers)
                .await?;
        Ok(Follow::to(after_first_step(&request.context, signed, request.answers.text("retour"))))
    })
    .await
}

/// Hands the new cookies out and says where the next step is.
pub fn after_first_step(context: &RequestContext, signed: SignedIn, wanted: &str) -> String {
    context.cookies.set_session(signed.token);
    if let Some(device) = signed.device {
        context.cookies.set_device(device);
    }
    let next = match signed.next {
        Next::Code => "/connexion/code",
        Next::Enrol(Way::Passkey) => "/profil/securite/cle",
        Next::Enrol(_) => "/profil/securite/application",
        Next::Done => "/connexion/confirmation",
    };
    with_return(next, Some(wanted))
}

#[server(prefix = "/form", endpoint = "renvoyer-code")]
pub async fn resend_code() -> Result<(), ServerFnError> {
    forms::handle("renvoyer-code", async |request: FormRequest| {
        let way = request.answers.text("moyen").to_owned();
        sign_in::resend_code(&request.portal, &request.session, &way).await?;
        Ok(Follow::to(request.page).with_notice(
            "Un code vient de vous être envoyé. S’il y en avait un autre, il n’est plus valable.",
        ))
    })
    .await
}

/// What is still being typed when the session of its page ends.
#[server(prefix = "/form", endpoint = "garder-saisie")]
pub async fn keep_unfinished() -> Result<(), ServerFnError> {
    forms::keep_unfinished().await
}

#[server(prefix = "/form", endpoint = "deconnexion")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    forms::handle("deconnexion", async |request: FormRequest| {
        let next = sign_in::sign_out(&request.portal, &request.session).await?;
        request.context.cookies.clear_session();
        Ok(Follow::to(next.map_or_else(|| "/deconnexion".to_owned(), String::from)))
    })
    .await
}
