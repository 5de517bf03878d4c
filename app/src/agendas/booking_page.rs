use backend::{customs::appointments, id::AppointmentId};
use domain::path;
use leptos::prelude::*;

use super::{server::BookForOperator, trail::trail};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/rendez-vous/nature/{kind}/reservation`: books an appointment for an operator.
#[component]
pub fn AgentBookingPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.agent_session()?;
        let free = appointments::agent_slots(request.portal(), session, request.param("kind")?).await?;
        let form = PageForm::read::<BookForOperator>(&request).await?;
        let (kind, key) = (free.kind.id.to_string(), AppointmentId::generate().to_string());
        let lead = format!("{}, avec {}.", free.kind.settings.label, free.service.name);
        let content = match free.slots.is_empty() {
            true => view! {
                <Notice kind=NoticeKind::Info title="Aucun créneau libre">
                    <p>"L’agenda du service n’a aucun créneau libre pour cette nature de rendez-vous."</p>
                </Notice>
            }
            .into_any(),
            false => view! {
                <FieldForm form definition=free.agent_form() submit="Donner le rendez-vous" cancel=path::AGENT_APPOINTMENTS>
                    <input type="hidden" name="nature" value=kind/>
                    <input type="hidden" name="rendez_vous" value=key/>
                    <MandatoryNote/>
                </FieldForm>
            }
            .into_any(),
        };
        Ok(view! {
            <Page title="Donner un rendez-vous" lead trail=trail()>{content}</Page>
        }
        .into_any())
    })
}
