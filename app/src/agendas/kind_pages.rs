use backend::{customs::appointments, id::AppointmentKindId};
use domain::{
    appointments::{kind, kind_answers},
    path,
};
use leptos::prelude::*;

use super::{
    settings_server::{ChangeKind, CreateKind},
    trail::trail,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/rendez-vous/reglages/{service}/nature`: adds a kind of appointment.
#[component]
pub fn NewKindPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.agent_session()?;
        let code: String = request.param("service")?;
        let settings = appointments::settings(request.portal(), session, &code).await?;
        let form = PageForm::read::<CreateKind>(&request).await?;
        let (back, key) = (path::agenda_settings(&code), AppointmentKindId::generate().to_string());
        Ok(view! {
            <Page title="Ajouter une nature de rendez-vous" lead=settings.service.name trail=trail()>
                <FieldForm form definition=kind() submit="Ajouter" cancel=back>
                    <input type="hidden" name="service" value=code/>
                    <input type="hidden" name="nature" value=key/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/agent/rendez-vous/nature/{kind}`: changes a kind of appointment.
#[component]
pub fn KindPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.agent_session()?;
        let found = appointments::kind_of_service(request.portal(), session, request.param("kind")?).await?;
        let form = PageForm::read_or::<ChangeKind>(&request, kind_answers(&found.settings)).await?;
        let (back, id) = (path::agenda_settings(&found.service), found.id.to_string());
        let title = format!("Nature de rendez-vous\u{a0}: {}", found.settings.label);
        Ok(view! {
            <Page
                title
                lead="Les rendez-vous déjà pris gardent ce qui a été promis."
                crumb="Nature de rendez-vous"
                trail=trail()
            >
                <FieldForm form definition=kind() submit="Enregistrer" cancel=back>
                    <input type="hidden" name="nature" value=id/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
