use backend::{
    appointments::AppointmentState,
    customs::appointments::{self, Appointment, Attendance},
};
use domain::{appointments::cancellation, path};
use leptos::prelude::*;
use platform::db::Moment;

use super::{
    server::{CancelForService, RecordAttendance},
    trail::trail,
};
use crate::{
    appointments::AppointmentDetails,
    forms::{Endpoint, FieldForm, Form, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/rendez-vous/suivi/{id}`: an appointment with a service, for its agents.
#[component]
pub fn ServiceAppointmentPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let appointment = appointments::appointment_of_service(portal, session, request.param("id")?).await?;
        let now = portal.clock.now();
        let title = format!("Rendez-vous\u{a0}: {}", super::week_page::title(&appointment));
        let (detail, attendance) =
            (appointment.slot().label(), attendance(&request, &appointment, now).await?);
        let cancellation = match appointment.state(now) {
            AppointmentState::Booked => Some(cancel(&request, &appointment).await?),
            _ => None,
        };
        let question = appointment.question.map(path::agent_question);
        Ok(view! {
            <Page title detail crumb="Rendez-vous du service" trail=trail()>
                <AppointmentDetails appointment question now/>
                {attendance}
                {cancellation}
            </Page>
        }
        .into_any())
    })
}

/// Buttons that record whether the person came, once the time has come.
async fn attendance(
    request: &PageRequest,
    appointment: &Appointment,
    now: Moment,
) -> Result<Option<AnyView>, Stop> {
    let problems = request.problems(&[RecordAttendance::NAME]).await?;
    let (id, page) = (appointment.id.to_string(), request.path.clone());
    let buttons = Attendance::ALL
        .into_iter()
        .map(|attendance| {
            view! {
                <Submit variant=Variant::Secondary name="presence" value=attendance.code()>{attendance.label()}</Submit>
            }
        })
        .collect_view();
    Ok(appointment.is_due(now).then(|| {
        view! {
            <section class="stack" aria-labelledby="presence">
                <h2 id="presence">"La personne est-elle venue\u{a0}?"</h2>
                <ErrorSummary problems/>
                <Form action=RecordAttendance::ACTION page>
                    <input type="hidden" name="rendez_vous" value=id/>
                    <div class="cluster">{buttons}</div>
                </Form>
            </section>
        }
        .into_any()
    }))
}

async fn cancel(request: &PageRequest, appointment: &Appointment) -> Result<AnyView, Stop> {
    let form = PageForm::read::<CancelForService>(request).await?;
    let id = appointment.id.to_string();
    Ok(view! {
        <section class="stack" aria-labelledby="annuler">
            <h2 id="annuler">"Annuler le rendez-vous"</h2>
            <FieldForm form definition=cancellation() submit="Annuler le rendez-vous">
                <input type="hidden" name="rendez_vous" value=id/>
            </FieldForm>
        </section>
    }
    .into_any())
}
