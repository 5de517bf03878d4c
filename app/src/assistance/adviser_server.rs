//! Server functions of the advisers' forms.

use backend::{
    assistance::cases::{self, Side},
    id::CaseId,
};
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "prendre-dossier")]
pub async fn take_case() -> Result<(), ServerFnError> {
    forms::handle(TakeCase::NAME, async |request: FormRequest| {
        let id: CaseId = request.id("dossier")?;
        cases::take(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::adviser_case(id)).with_notice("Vous avez pris ce dossier en charge."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "repondre-dossier")]
pub async fn answer_case() -> Result<(), ServerFnError> {
    forms::handle(AnswerCase::NAME, async |request: FormRequest| {
        let id: CaseId = request.id("dossier")?;
        cases::answer(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::adviser_case(id)).with_notice("Votre réponse est envoyée par courriel.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "noter-dossier")]
pub async fn note_case() -> Result<(), ServerFnError> {
    forms::handle(NoteCase::NAME, async |request: FormRequest| {
        let id: CaseId = request.id("dossier")?;
        cases::add_note(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::adviser_case(id)).with_notice("La note interne est enregistrée.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "clore-dossier")]
pub async fn close_case() -> Result<(), ServerFnError> {
    forms::handle(CloseCase::NAME, async |request: FormRequest| {
        let id: CaseId = request.id("dossier")?;
        cases::close(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::adviser_case(id))
            .with_notice("Le dossier est clos. Un message de la personne le rouvre."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-piece-plateau")]
pub async fn remove_adviser_file() -> Result<(), ServerFnError> {
    forms::handle(RemoveAdviserFile::NAME, async |request: FormRequest| {
        let (id, file) = (request.id("dossier")?, request.id("piece")?);
        cases::remove_file(&request.portal, &Side::Adviser(&request.session, id), file).await?;
        Ok(Redirect::to(request.page).with_notice("Fichier retiré."))
    })
    .await
}
