//! Server functions of the forms reached from mail links.

use backend::accounts::profile::{self, EmailConfirmation};
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "mot-de-passe-oublie")]
pub async fn request_reset() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(RequestReset::NAME, async |request: FormRequest| {
        profile::request_reset(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Redirect::to(path::FORGOTTEN_PASSWORD_SENT))
    })
    .await
}

#[server(prefix = "/form", endpoint = "nouveau-mot-de-passe")]
pub async fn reset_password() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ResetPassword::NAME, async |request: FormRequest| {
        profile::reset(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Redirect::to(path::PASSWORD_RESET))
    })
    .await
}

#[server(prefix = "/form", endpoint = "securiser")]
pub async fn secure_account() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SecureAccount::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        match request.answers.text("jeton") {
            "" => {
                profile::secure(&request.portal, &request.session, client).await?;
                request.context.cookies.clear_session();
            }
            token => profile::secure_by_link(&request.portal, token, client).await?,
        }
        Ok(Redirect::to(path::SECURED))
    })
    .await
}

#[server(prefix = "/form", endpoint = "confirmer-adresse")]
pub async fn confirm_address() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmAddress::NAME, async |request: FormRequest| {
        let token = request.answers.text("jeton");
        let confirmed = profile::confirm_email(&request.portal, token, &request.context.client).await?;
        Ok(Redirect::to(match confirmed {
            EmailConfirmation::NewAddress => path::EMAIL_CHANGE_AGREEMENT,
            EmailConfirmation::Both => path::EMAIL_CHANGED,
        }))
    })
    .await
}
