//! Server functions of the editors' forms.

use backend::{id::LetterId, information};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Name of the field with the revision that the page shows.
pub const REVISION: &str = "revision_lettre";

#[server(prefix = "/form", endpoint = "creer-lettre")]
pub async fn create_letter() -> Result<(), ServerFnError> {
    forms::handle(CreateLetter::NAME, async |request: FormRequest| {
        let id = information::create(&request.portal, &request.session, &request.answers).await?;
        Ok(Redirect::to(path::staff_letter(id)).with_notice("Le brouillon est enregistré.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-lettre")]
pub async fn change_letter() -> Result<(), ServerFnError> {
    forms::handle(ChangeLetter::NAME, async |request: FormRequest| {
        let (id, shown) = (letter_id(&request)?, revision(&request)?);
        information::save(&request.portal, &request.session, id, shown, &request.answers).await?;
        Ok(Redirect::to(path::staff_letter(id)).with_notice("Le brouillon est enregistré."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-lettre")]
pub async fn delete_letter() -> Result<(), ServerFnError> {
    forms::handle(DeleteLetter::NAME, async |request: FormRequest| {
        information::delete(&request.portal, &request.session, letter_id(&request)?).await?;
        Ok(Redirect::to(path::STAFF_LETTERS).with_notice("Le brouillon est supprimé.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "essayer-lettre")]
pub async fn send_trial() -> Result<(), ServerFnError> {
    forms::handle(SendTrial::NAME, async |request: FormRequest| {
        let id = letter_id(&request)?;
        information::send_trial(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::staff_letter(id))
            .with_notice("La lettre vient d’être envoyée à votre adresse."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "envoyer-lettre")]
pub async fn send_letter() -> Result<(), ServerFnError> {
    forms::handle(SendLetter::NAME, async |request: FormRequest| {
        let (id, shown) = (letter_id(&request)?, revision(&request)?);
        information::send(&request.portal, &request.session, id, shown).await?;
        Ok(Redirect::to(path::staff_letter(id)).with_notice("L’envoi commence.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "arreter-lettre")]
pub async fn stop_letter() -> Result<(), ServerFnError> {
    forms::handle(StopLetter::NAME, async |request: FormRequest| {
        let id = letter_id(&request)?;
        let notice = match information::stop(&request.portal, &request.session, id).await? {
            true => "L’envoi est arrêté.",
            false => "Tous les courriels étaient déjà partis.",
        };
        Ok(Redirect::to(path::staff_letter(id)).with_notice(notice))
    })
    .await
}

fn letter_id(request: &FormRequest) -> Result<LetterId, Error> {
    request.id("lettre")
}

fn revision(request: &FormRequest) -> Result<i64, Error> {
    request.answers.text(REVISION).parse().map_err(|_| Error::NotFound)
}
