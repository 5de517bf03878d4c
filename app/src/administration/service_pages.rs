use backend::directory::services::{self, Service};
use domain::{form::Answers, path, staff_forms};
use leptos::prelude::*;

use super::{
    server::{ChangeService, CreateService},
    tabs::trail,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/services/nouveau`: adds a service.
#[component]
pub fn NewServicePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.administrator_session()?;
        let form = PageForm::read::<CreateService>(&request).await?;
        Ok(view! {
            <Page title="Ajouter un service" trail=trail("Services", path::SERVICES)>
                <FieldForm form definition=staff_forms::service(true) submit="Ajouter" cancel=path::SERVICES>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/administration/services/{code}`: changes a service.
#[component]
pub fn ServicePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.administrator_session()?;
        let code: String = request.param("code")?;
        let service = services::by_code(request.portal(), &code).await?;
        let form = PageForm::read_or::<ChangeService>(&request, answers(&service)).await?;
        let (delays, members) = (path::service_delays(&code), path::service_members(&code));
        let lead = format!("Code {code}. Les accusés de réception déjà envoyés ne changent pas.");
        Ok(view! {
            <Page title=service.name.clone() lead=lead trail=trail("Services", path::SERVICES)>
                <FieldForm form definition=staff_forms::service(false) submit="Enregistrer" cancel=path::SERVICES>
                    <input type="hidden" name="code_service" value=code/>
                    <MandatoryNote/>
                </FieldForm>
                <p><a href=members>"Membres et responsable du service"</a></p>
                <p><a href=delays>"Délai de réponse, horaires de travail et fermetures"</a></p>
            </Page>
        }
        .into_any())
    })
}

fn answers(service: &Service) -> Answers {
    Answers::from_iter([
        ("nom", service.name.clone()),
        ("adresse", service.address.clone()),
        ("courriel", service.email.clone()),
        ("telephone", service.phone().shown()),
        ("bureau", service.office.clone().unwrap_or_default()),
    ])
}
