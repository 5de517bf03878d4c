//! Server functions of the forms reached from mail links.

use backend::accounts::{
    links::{self, Purpose},
    profile::{self, EmailConfirmation},
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use super::super::{server::leave_session, used_link::after_use};
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
        let used = profile::reset(&request.portal, &request.context.client, &request.answers).await;
        after_use(&request, used, Purpose::Password, path::PASSWORD_RESET).await
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
                leave_session(&request).await;
                Ok(Redirect::to(path::SECURED))
            }
            token => {
                let used = profile::secure_by_link(&request.portal, token, client).await;
                after_use(&request, used, Purpose::Securing, path::SECURED).await
            }
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "confirmer-adresse")]
pub async fn confirm_address() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmAddress::NAME, async |request: FormRequest| {
        let token = request.answers.text("jeton");
        let confirmed = profile::confirm_email(&request.portal, token, &request.context.client).await;
        let (purpose, done) = match &confirmed {
            Ok(EmailConfirmation::NewAddress) => (Purpose::NewAddress, path::EMAIL_CHANGE_AGREEMENT),
            Ok(EmailConfirmation::Both) => (Purpose::CurrentAddress, path::EMAIL_CHANGED),
            Err(_) => confirmed_before(&request, token).await?,
        };
        after_use(&request, confirmed.map(drop), purpose, done).await
    })
    .await
}

/// Returns the purpose of a link that this browser may have used before, and the page that says what it did.
async fn confirmed_before(request: &FormRequest, token: &str) -> Result<(Purpose, &'static str), Error> {
    let chain = Some(request.session.first_of_chain());
    let is_new = links::was_used_by(&request.portal, chain, token, Purpose::NewAddress).await?;
    Ok(match is_new {
        true => (Purpose::NewAddress, path::EMAIL_CHANGE_AGREEMENT),
        false => (Purpose::CurrentAddress, path::EMAIL_CHANGED),
    })
}
