//! Server functions of the administration's forms.

use backend::{
    directory::services::{self, NewService, Saving},
    id::StaffId,
    staff::{self, Author, Details},
};
use domain::{
    form::{Answers, checked},
    motif::RecipientKind,
    path, staff_forms,
};
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "creer-membre")]
pub async fn create_member() -> Result<(), ServerFnError> {
    forms::handle(CreateMember::NAME, async |request: FormRequest| {
        // Before the fields: a person without the right learns nothing of them.
        Author::of(&request.portal, &request.session)?;
        let answers = checked(&staff_forms::member(true), &request.answers, &())?;
        let login = answers.text("identifiant");
        let id = staff::create_invited(&request.portal, &request.session, login, details(&answers)).await?;
        Ok(Redirect::to(path::member(id))
            .with_notice(
                "Le membre est ajouté. Le lien pour choisir son mot de passe vient de lui être envoyé.",
            )
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-membre")]
pub async fn change_member() -> Result<(), ServerFnError> {
    forms::handle(ChangeMember::NAME, async |request: FormRequest| {
        Author::of(&request.portal, &request.session)?;
        let id: StaffId = request.id("membre")?;
        let answers = checked(&staff_forms::member(false), &request.answers, &())?;
        let member = staff::member(&request.portal, &request.session, id).await?;
        let after = Details { enabled: member.enabled, ..details(&answers) };
        staff::change(&request.portal, &request.session, id, after).await?;
        Ok(Redirect::to(path::member(id)).with_notice("Les changements sont enregistrés."))
    })
    .await
}

/// Reads the details of a member; a new one is enabled.
fn details(answers: &Answers) -> Details {
    Details {
        name: answers.text("nom").to_owned(),
        mail: answers.text("email").to_owned(),
        roles: staff_forms::roles(answers),
        services: staff_forms::ticked_services(answers),
        remote: !answers.text("distant").is_empty(),
        enabled: true,
    }
}

#[server(prefix = "/form", endpoint = "inviter-membre")]
pub async fn invite_member() -> Result<(), ServerFnError> {
    forms::handle(InviteMember::NAME, async |request: FormRequest| {
        let id: StaffId = request.id("membre")?;
        staff::invite(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::member(id))
            .with_notice("Le lien vient d’être envoyé. Les liens précédents ne sont plus valables."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "effacer-facteurs")]
pub async fn reset_factors() -> Result<(), ServerFnError> {
    forms::handle(ResetFactors::NAME, async |request: FormRequest| {
        let id: StaffId = request.id("membre")?;
        staff::reset_factors(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::member(id)).with_notice(
            "Les seconds facteurs sont retirés et les sessions fermées. La personne en est prévenue par courriel.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "desactiver-membre")]
pub async fn disable_member() -> Result<(), ServerFnError> {
    forms::handle(DisableMember::NAME, async |request: FormRequest| {
        set_enabled(&request, false, "Le compte est désactivé et ses sessions sont fermées.").await
    })
    .await
}

#[server(prefix = "/form", endpoint = "reactiver-membre")]
pub async fn enable_member() -> Result<(), ServerFnError> {
    forms::handle(EnableMember::NAME, async |request: FormRequest| {
        set_enabled(&request, true, "Le compte est réactivé.").await
    })
    .await
}

async fn set_enabled(request: &FormRequest, enabled: bool, notice: &str) -> Result<Redirect, Error> {
    let id: StaffId = request.id("membre")?;
    staff::set_enabled(&request.portal, &request.session, id, enabled).await?;
    Ok(Redirect::to(path::member(id)).with_notice(notice))
}

#[server(prefix = "/form", endpoint = "creer-service")]
pub async fn create_service() -> Result<(), ServerFnError> {
    forms::handle(CreateService::NAME, async |request: FormRequest| {
        Author::of(&request.portal, &request.session)?;
        let answers = checked(&staff_forms::service(true), &request.answers, &())?;
        let kind = RecipientKind::from_code(answers.text("nature")).ok_or(Error::NotFound)?;
        save(&request, &answers, kind, Saving::New).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-service")]
pub async fn change_service() -> Result<(), ServerFnError> {
    forms::handle(ChangeService::NAME, async |request: FormRequest| {
        Author::of(&request.portal, &request.session)?;
        let answers = checked(&staff_forms::service(false), &request.answers, &())?;
        let service = services::by_code(&request.portal, answers.text("code_service")).await?;
        save(&request, &answers, service.kind(), Saving::Existing).await
    })
    .await
}

async fn save(
    request: &FormRequest,
    answers: &Answers,
    kind: RecipientKind,
    saving: Saving,
) -> Result<Redirect, Error> {
    let author = Author::of(&request.portal, &request.session)?;
    let service = NewService {
        code: answers.text("code_service"),
        kind,
        name: answers.text("nom"),
        address: answers.text("adresse"),
        email: answers.text("courriel"),
        phone: answers.text("telephone"),
        office: Some(answers.text("bureau")).filter(|code| !code.is_empty()),
    };
    services::save(&request.portal, &author, &service, saving).await?;
    Ok(Redirect::to(path::SERVICES).with_notice("Le service est enregistré.").once())
}
