//! The file of an appointment with a customs service, which a calendar program opens.

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use backend::{
    Portal, accounts::sessions::Session, appointments::AppointmentState, customs::appointments,
    id::AppointmentId,
};
use domain::path;
use platform::{Error, calendar};

use crate::{downloads, error_page, exports, receipts};

/// `GET /rendez-vous/suivi/{id}/rendez-vous.ics`
pub async fn event(Extension(context): Extension<RequestContext>, Path(id): Path<AppointmentId>) -> Response {
    let Some(session) = receipts::signed_in(&context) else {
        return receipts::sign_in_for(&path::appointment(id));
    };
    match file(&context.portal, session, id).await {
        Ok(body) => downloads::send_stream("rendez-vous.ics", exports::CALENDAR_TYPE, Body::from(body)),
        Err(error) => error_page::from_error(error),
    }
}

async fn file(portal: &Portal, session: &Session, id: AppointmentId) -> Result<String, Error> {
    let appointment = appointments::appointment(portal, session, id).await?;
    match appointment.state(portal.clock.now()) {
        AppointmentState::Cancelled => Err(Error::NotFound),
        _ => Ok(calendar::write_one(&appointment.event(portal))),
    }
}
