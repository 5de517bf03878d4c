//! Server functions of the forms of operators about appointments.

use backend::{customs::appointments, id::AppointmentId};
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Books an appointment.
#[server(prefix = "/form", endpoint = "prendre-rendez-vous")]
pub async fn book_appointment() -> Result<(), ServerFnError> {
    forms::handle(BookAppointment::NAME, async |request: FormRequest| {
        let (id, kind) = (request.id::<AppointmentId>("rendez_vous")?, request.id("nature")?);
        appointments::book(&request.portal, &request.session, id, kind, &request.answers).await?;
        let notice = "Votre rendez-vous est prévu. Un courriel de confirmation vous est envoyé.";
        Ok(Redirect::to(path::appointment(id)).with_notice(notice).once())
    })
    .await
}

/// Moves an appointment to another slot.
#[server(prefix = "/form", endpoint = "deplacer-rendez-vous")]
pub async fn change_appointment() -> Result<(), ServerFnError> {
    forms::handle(ChangeAppointment::NAME, async |request: FormRequest| {
        let id = request.id("rendez_vous")?;
        appointments::change_slot(&request.portal, &request.session, id, &request.answers).await?;
        let notice = "Le rendez-vous est déplacé. Un courriel indique la nouvelle heure.";
        Ok(Redirect::to(path::appointment(id)).with_notice(notice))
    })
    .await
}

/// Cancels an appointment.
#[server(prefix = "/form", endpoint = "annuler-rendez-vous")]
pub async fn cancel_appointment() -> Result<(), ServerFnError> {
    forms::handle(CancelAppointment::NAME, async |request: FormRequest| {
        let id = request.id("rendez_vous")?;
        appointments::cancel(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::appointment(id)).with_notice("Le rendez-vous est annulé."))
    })
    .await
}
