use backend::personal_data;
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "demander-donnees")]
pub async fn request_data() -> Result<(), ServerFnError> {
    forms::handle(RequestData::NAME, async |request: FormRequest| {
        personal_data::request_export(&request.portal, &request.session).await?;
        Ok(Redirect::to(path::MY_DATA).with_notice(
            "La préparation a commencé. Vous pouvez quitter cette page\u{a0}: un courriel vous préviendra \
             quand la copie sera prête.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-compte")]
pub async fn delete_account() -> Result<(), ServerFnError> {
    forms::handle(DeleteAccount::NAME, async |request: FormRequest| {
        personal_data::delete_account(&request.portal, &request.session, &request.answers).await?;
        request.context.cookies.clear_session();
        request.context.cookies.clear_device();
        Ok(Redirect::to(path::ACCOUNT_DELETED))
    })
    .await
}
