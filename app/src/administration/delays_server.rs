//! Server functions of the commitment and the working hours of a service.

use backend::{
    directory::{answer_delays, services},
    staff::Author,
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Returns the author and the code of the service that a form names. Before the fields: a person without the right learns nothing.
async fn change(request: &FormRequest) -> Result<(Author<'_>, String), Error> {
    let author = Author::of(&request.portal, &request.session)?;
    let service = services::by_code(&request.portal, request.answers.text("service")).await?;
    Ok((author, service.code))
}

fn back(service: &str, notice: &str) -> Redirect {
    Redirect::to(path::service_delays(service)).with_notice(notice)
}

#[server(prefix = "/form", endpoint = "engagement-service")]
pub async fn set_commitment() -> Result<(), ServerFnError> {
    forms::handle(SetCommitment::NAME, async |request: FormRequest| {
        let (author, service) = change(&request).await?;
        answer_delays::set_commitment(&request.portal, &author, &service, &request.answers).await?;
        Ok(back(
            &service,
            "L’engagement est enregistré. Il vaut pour les questions envoyées à partir de maintenant.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "ajouter-horaires")]
pub async fn add_working_hours() -> Result<(), ServerFnError> {
    forms::handle(AddWorkingHours::NAME, async |request: FormRequest| {
        let (author, service) = change(&request).await?;
        answer_delays::add_hours(&request.portal, &author, &service, &request.answers).await?;
        Ok(back(&service, "Les horaires sont ajoutés."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-horaires")]
pub async fn remove_working_hours() -> Result<(), ServerFnError> {
    forms::handle(RemoveWorkingHours::NAME, async |request: FormRequest| {
        let (author, service) = change(&request).await?;
        let line = request.answers.text("ligne");
        answer_delays::remove_hours(&request.portal, &author, &service, line).await?;
        Ok(back(&service, "Les horaires sont retirés."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "fermer-service")]
pub async fn close_service() -> Result<(), ServerFnError> {
    forms::handle(CloseService::NAME, async |request: FormRequest| {
        let (author, service) = change(&request).await?;
        answer_delays::close(&request.portal, &author, &service, &request.answers).await?;
        Ok(back(&service, "La fermeture est ajoutée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "rouvrir-service")]
pub async fn open_service() -> Result<(), ServerFnError> {
    forms::handle(OpenService::NAME, async |request: FormRequest| {
        let (author, service) = change(&request).await?;
        answer_delays::open(&request.portal, &author, &service, request.answers.text("ligne")).await?;
        Ok(back(&service, "La fermeture est retirée."))
    })
    .await
}
