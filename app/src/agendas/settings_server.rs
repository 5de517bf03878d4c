//! Server functions of the settings of an agenda.

use backend::customs::appointments;
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// The code of the service that a form names.
fn service(request: &FormRequest) -> Result<&str, Error> {
    Some(request.answers.text("service")).filter(|code| !code.is_empty()).ok_or(Error::NotFound)
}

fn back(service: &str, notice: &str) -> Redirect {
    Redirect::to(path::agenda_settings(service)).with_notice(notice)
}

#[server(prefix = "/form", endpoint = "territoire-agenda")]
pub async fn set_territory() -> Result<(), ServerFnError> {
    forms::handle(SetTerritory::NAME, async |request: FormRequest| {
        let service = service(&request)?;
        appointments::set_territory(&request.portal, &request.session, service, &request.answers).await?;
        Ok(back(service, "Le territoire est enregistré."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "ajouter-ouverture")]
pub async fn add_opening() -> Result<(), ServerFnError> {
    forms::handle(AddOpening::NAME, async |request: FormRequest| {
        let service = service(&request)?;
        appointments::add_opening(&request.portal, &request.session, service, &request.answers).await?;
        Ok(back(service, "L’ouverture est ajoutée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-ouverture")]
pub async fn remove_opening() -> Result<(), ServerFnError> {
    forms::handle(RemoveOpening::NAME, async |request: FormRequest| {
        let (service, line) = (service(&request)?, request.id("ligne")?);
        appointments::remove_opening(&request.portal, &request.session, service, line).await?;
        Ok(back(service, "L’ouverture est retirée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "ajouter-fermeture")]
pub async fn add_closing() -> Result<(), ServerFnError> {
    forms::handle(AddClosing::NAME, async |request: FormRequest| {
        let service = service(&request)?;
        appointments::add_closing(&request.portal, &request.session, service, &request.answers).await?;
        Ok(back(service, "La fermeture est ajoutée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-fermeture")]
pub async fn remove_closing() -> Result<(), ServerFnError> {
    forms::handle(RemoveClosing::NAME, async |request: FormRequest| {
        let (service, line) = (service(&request)?, request.id("ligne")?);
        appointments::remove_closing(&request.portal, &request.session, service, line).await?;
        Ok(back(service, "La fermeture est retirée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "creer-nature")]
pub async fn create_kind() -> Result<(), ServerFnError> {
    forms::handle(CreateKind::NAME, async |request: FormRequest| {
        let (service, id) = (service(&request)?, request.id("nature")?);
        appointments::create_kind(&request.portal, &request.session, service, id, &request.answers).await?;
        Ok(back(service, "La nature de rendez-vous est ajoutée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-nature")]
pub async fn change_kind() -> Result<(), ServerFnError> {
    forms::handle(ChangeKind::NAME, async |request: FormRequest| {
        let id = request.id("nature")?;
        let kind = appointments::change_kind(&request.portal, &request.session, id, &request.answers).await?;
        Ok(back(&kind.service, "La nature de rendez-vous est enregistrée."))
    })
    .await
}
