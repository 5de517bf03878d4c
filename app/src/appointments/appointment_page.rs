use backend::{
    appointments::AppointmentState,
    customs::appointments::{self, Appointment},
};
use domain::{
    appointments::{SLOT, change},
    form::Answers,
    path,
};
use leptos::prelude::*;

use super::{
    details::AppointmentDetails,
    server::{CancelAppointment, ChangeAppointment},
    trail::trail,
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/rendez-vous/suivi/{id}`: an appointment. Opening the page changes nothing: mail scanners follow links.
#[component]
pub fn AppointmentPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let (portal, session) = (request.portal(), request.usager_session()?);
        let appointment = appointments::appointment(portal, session, request.param("id")?).await?;
        let now = portal.clock.now();
        let (title, actions) = match appointment.state(now) {
            AppointmentState::Booked => {
                ("Votre rendez-vous est prévu", booked(&request, &appointment).await?)
            }
            AppointmentState::Begun => ("L’heure de votre rendez-vous est passée", another().into_any()),
            AppointmentState::Cancelled => ("Votre rendez-vous est annulé", another().into_any()),
        };
        let question = appointment.question.map(path::question);
        let detail = appointment.slot().label();
        Ok(view! {
            <Page title detail crumb="Votre rendez-vous" trail=trail()>
                <AppointmentDetails appointment question now/>
                {actions}
            </Page>
        }
        .into_any())
    })
}

async fn booked(request: &PageRequest, appointment: &Appointment) -> Result<AnyView, Stop> {
    let problems = request.problems(&[CancelAppointment::NAME]).await?;
    let free = appointments::slots_for_change(request.portal(), appointment).await?;
    let current = Answers::from_iter([(SLOT, appointment.slot().value())]);
    let form = PageForm::read_or::<ChangeAppointment>(request, current).await?;
    let (siren, id) = (appointment.siren.clone(), appointment.id.to_string());
    let hidden = |siren: String, id: String| {
        view! {
            <input type="hidden" name="_siren" value=siren/>
            <input type="hidden" name="rendez_vous" value=id/>
        }
    };
    let (to_change, to_cancel) = (hidden(siren.clone(), id.clone()), hidden(siren, id));
    let (move_title, cancel_title) = ("Déplacer le rendez-vous", "Annuler le rendez-vous");
    let definition = change(&free.slots, free.hour());
    let moving = view! { <FieldForm form definition submit=move_title>{to_change}</FieldForm> }.into_any();
    let page = request.path.clone();
    let cancelling = view! {
        <ButtonForm action=CancelAppointment::ACTION page submit=cancel_title variant=Variant::Danger>
            {to_cancel}
        </ButtonForm>
    }
    .into_any();
    Ok(view! {
        <ErrorSummary problems/>
        <BookedSlot event=path::appointment_event(appointment.id) move_title moving cancel_title cancelling/>
    }
    .into_any())
}

fn another() -> impl IntoView {
    view! { <p><ButtonLink href=path::NEW_APPOINTMENT>"Prendre un autre rendez-vous"</ButtonLink></p> }
}
