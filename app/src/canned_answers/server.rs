//! Server functions of the forms of canned answers.

use backend::{customs::canned_answers, id::CannedAnswerId};
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect, unless_removed};

#[server(prefix = "/form", endpoint = "creer-reponse-preparee")]
pub async fn create_canned_answer() -> Result<(), ServerFnError> {
    forms::handle(CreateCannedAnswer::NAME, async |request: FormRequest| {
        let id: CannedAnswerId = request.id("modele")?;
        canned_answers::create(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::canned_answer(id)).with_notice("La réponse préparée est enregistrée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-reponse-preparee")]
pub async fn change_canned_answer() -> Result<(), ServerFnError> {
    forms::handle(ChangeCannedAnswer::NAME, async |request: FormRequest| {
        let id: CannedAnswerId = request.id("modele")?;
        canned_answers::change(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::canned_answer(id)).with_notice("La réponse préparée est enregistrée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-reponse-preparee")]
pub async fn delete_canned_answer() -> Result<(), ServerFnError> {
    forms::handle(DeleteCannedAnswer::NAME, async |request: FormRequest| {
        // First: only for agents does a missing one count as deleted before.
        request.session.agent()?;
        let deleted = canned_answers::delete(&request.portal, &request.session, request.id("modele")?).await;
        unless_removed(deleted)?;
        Ok(Redirect::to(path::CANNED_ANSWERS).with_notice("La réponse préparée est supprimée."))
    })
    .await
}
