//! The addresses of the forms that links of mails lead to.

use backend::profile::{self, Confirmed};
use leptos::prelude::*;

use crate::forms::{self, Follow, FormRequest};

#[server(prefix = "/form", endpoint = "mot-de-passe-oublie")]
pub async fn ask_reset() -> Result<(), ServerFnError> {
    forms::handle("mot-de-passe-oublie", async |request: FormRequest| {
        profile::ask_reset(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Follow::to("/mot-de-passe-oublie/envoye"))
    })
    .await
}

#[server(prefix = "/form", endpoint = "nouveau-mot-de-passe")]
pub async fn reset_password() -> Result<(), ServerFnError> {
    forms::handle("nouveau-mot-de-passe", async |request: FormRequest| {
        profile::reset(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Follow::to("/mot-de-passe-oublie/termine"))
    })
    .await
}

#[server(prefix = "/form", endpoint = "securiser")]
pub async fn secure_account() -> Result<(), ServerFnError> {
    forms::handle("securiser", async |request: FormRequest| {
        let client = &request.context.client;
        match request.answers.text("jeton") {
            "" => {
                profile::secure(&request.portal, &request.session, client).await?;
                request.context.cookies.clear_session();
            }
            token => profile::secure_by_link(&request.portal, token, client).await?,
        }
        Ok(Follow::to("/securiser-mon-compte/termine"))
    })
    .await
}

#[server(prefix = "/form", endpoint = "confirmer-adresse")]
pub async fn confirm_address() -> Result<(), ServerFnError> {
    forms::handle("confirmer-adresse", async |request: FormRequest| {
        let token = request.answers.text("jeton");
        let confirmed = profile::confirm_email(&request.portal, token, &request.context.client).await?;
        Ok(Follow::to(match confirmed {
            Confirmed::NewAddress => "/changement-adresse/accord",
            Confirmed::Both => "/changement-adresse/termine",
        }))
    })
    .await
}
