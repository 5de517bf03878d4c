//! Server functions of the opening hours of a customs office.

use backend::{
    directory::{office_hours, offices},
    staff::Author,
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Returns the author and the code of the office that a form names. Before the fields: a person without the right learns nothing.
async fn change(request: &FormRequest) -> Result<(Author<'_>, String), Error> {
    let author = Author::of(&request.portal, &request.session)?;
    let office = offices::find(&request.portal, request.answers.text("bureau")).await?;
    Ok((author, office.ok_or(Error::NotFound)?.code))
}

fn back(office: &str, notice: &str) -> Redirect {
    Redirect::to(path::office_hours(office)).with_notice(notice)
}

#[server(prefix = "/form", endpoint = "ajouter-horaires-bureau")]
pub async fn add_office_hours() -> Result<(), ServerFnError> {
    forms::handle(AddOfficeHours::NAME, async |request: FormRequest| {
        let (author, office) = change(&request).await?;
        office_hours::add(&request.portal, &author, &office, &request.answers).await?;
        Ok(back(&office, "Les horaires sont ajoutés."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-horaires-bureau")]
pub async fn remove_office_hours() -> Result<(), ServerFnError> {
    forms::handle(RemoveOfficeHours::NAME, async |request: FormRequest| {
        let (author, office) = change(&request).await?;
        let line = request.answers.text("ligne");
        office_hours::remove(&request.portal, &author, &office, line).await?;
        Ok(back(&office, "Les horaires sont retirés."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "fermer-bureau")]
pub async fn close_office() -> Result<(), ServerFnError> {
    forms::handle(CloseOffice::NAME, async |request: FormRequest| {
        let (author, office) = change(&request).await?;
        office_hours::close(&request.portal, &author, &office, &request.answers).await?;
        Ok(back(&office, "La fermeture est ajoutée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "rouvrir-bureau")]
pub async fn open_office() -> Result<(), ServerFnError> {
    forms::handle(OpenOffice::NAME, async |request: FormRequest| {
        let (author, office) = change(&request).await?;
        let line = request.answers.text("ligne");
        office_hours::open(&request.portal, &author, &office, line).await?;
        Ok(back(&office, "La fermeture est retirée."))
    })
    .await
}
