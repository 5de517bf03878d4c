use backend::personal_data;
use leptos::prelude::*;

use super::DATA;
use crate::forms::{self, Follow, FormRequest};

#[server(prefix = "/form", endpoint = "demander-donnees")]
pub async fn ask_data() -> Result<(), ServerFnError> {
    forms::handle("demander-donnees", async |request: FormRequest| {
        personal_data::ask_export(&request.portal, &request.session).await?;
        Ok(Follow::to(DATA).with_notice(
            "La préparation a commencé. Vous pouvez quitter cette page\u{a0}: un mél vous préviendra.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-compte")]
pub async fn delete_account() -> Result<(), ServerFnError> {
    forms::handle("supprimer-compte", async |request: FormRequest| {
        personal_data::delete_account(&request.portal, &request.session, &request.answers).await?;
        request.context.cookies.clear_session();
        request.context.cookies.clear_device();
        Ok(Follow::to("/compte-supprime"))
    })
    .await
}
