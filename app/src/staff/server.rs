//! Server functions of the staff's sign-in and re-authentication.

use backend::staff;
use domain::path;
use leptos::prelude::*;

use super::return_path::{return_path, with_return};
use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "equipe-connexion")]
pub async fn sign_in() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SignIn::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token = staff::sign_in(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(with_return(path::STAFF_CODE, Some(request.answers.text("retour")))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-connexion-code")]
pub async fn confirm_code() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmCode::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token = staff::confirm_code(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(return_path(Some(request.answers.text("retour"))).unwrap_or(path::STAFF_HOME)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-renvoyer-code")]
pub async fn resend_code() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ResendCode::NAME, async |request: FormRequest| {
        staff::resend_code(&request.portal, &request.session).await?;
        Ok(Redirect::to(request.page)
            .with_notice("Un nouveau code vient de vous être envoyé. Le précédent n’est plus valable."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-preuve")]
pub async fn reauthenticate() -> Result<(), ServerFnError> {
    forms::handle(Reauthenticate::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token =
            staff::reauthenticate(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(return_path(Some(request.answers.text("retour"))).unwrap_or(path::STAFF_HOME)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-preuve-code")]
pub async fn send_reauthentication_code() -> Result<(), ServerFnError> {
    forms::handle(SendReauthenticationCode::NAME, async |request: FormRequest| {
        staff::send_reauthentication_code(&request.portal, &request.session).await?;
        Ok(Redirect::to(request.page).with_notice("Votre code vient d’être envoyé."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-mot-de-passe")]
pub async fn choose_password() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ChoosePassword::NAME, async |request: FormRequest| {
        staff::choose_password(&request.portal, &request.answers).await?;
        Ok(Redirect::to(path::STAFF_SIGN_IN)
            .with_notice("Votre mot de passe est enregistré. Vous pouvez vous connecter.")
            .once())
    })
    .await
}
