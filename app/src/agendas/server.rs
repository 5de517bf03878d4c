//! Server functions of the forms of agents about appointments.

use backend::{
    customs::appointments::{self, Attendance},
    id::AppointmentId,
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Books an appointment for an operator.
#[server(prefix = "/form", endpoint = "donner-rendez-vous")]
pub async fn book_for_operator() -> Result<(), ServerFnError> {
    forms::handle(BookForOperator::NAME, async |request: FormRequest| {
        let (id, kind) = (request.id::<AppointmentId>("rendez_vous")?, request.id("nature")?);
        appointments::book_for_operator(&request.portal, &request.session, id, kind, &request.answers)
            .await?;
        let notice = "Le rendez-vous est pris. La personne en est prévenue par courriel.";
        Ok(Redirect::to(path::agent_appointment(id)).with_notice(notice).once())
    })
    .await
}

/// Cancels an appointment, with the reason of the service.
#[server(prefix = "/form", endpoint = "annuler-rendez-vous-service")]
pub async fn cancel_for_service() -> Result<(), ServerFnError> {
    forms::handle(CancelForService::NAME, async |request: FormRequest| {
        let id = request.id("rendez_vous")?;
        appointments::cancel_by_service(&request.portal, &request.session, id, &request.answers).await?;
        let notice = "Le rendez-vous est annulé. La personne en est prévenue par courriel.";
        Ok(Redirect::to(path::agent_appointment(id)).with_notice(notice))
    })
    .await
}

/// Records whether the person came.
#[server(prefix = "/form", endpoint = "presence-rendez-vous")]
pub async fn record_attendance() -> Result<(), ServerFnError> {
    forms::handle(RecordAttendance::NAME, async |request: FormRequest| {
        let id = request.id("rendez_vous")?;
        let attendance = Attendance::from_code(request.answers.text("presence")).ok_or(Error::NotFound)?;
        appointments::record_attendance(&request.portal, &request.session, id, attendance).await?;
        Ok(Redirect::to(path::agent_appointment(id)).with_notice("La présence est enregistrée."))
    })
    .await
}
