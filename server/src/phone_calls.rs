//! The file of a phone call, which a calendar program opens.

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::Query;
use axum::response::Response;
use backend::appointments::AppointmentState;
use backend::assistance::phone_calls;
use domain::path;
use platform::{Error, calendar};
use serde::Deserialize;

use crate::{downloads, error_page, exports};

#[derive(Deserialize)]
pub struct Parameters {
    #[serde(default)]
    jeton: String,
}

/// `GET /rappel/suivi/rendez-vous.ics?jeton=…`
pub async fn event(
    Extension(context): Extension<RequestContext>,
    Query(Parameters { jeton }): Query<Parameters>,
) -> Response {
    let portal = &context.portal;
    let call = match phone_calls::find(portal, &jeton).await {
        Ok(call) if call.state(portal.clock.now()) != AppointmentState::Cancelled => call,
        Ok(_) => return error_page::from_error(Error::NotFound),
        Err(error) => return error_page::from_error(error),
    };
    let link = portal.link(&path::phone_call(path::encode(&jeton)));
    let body = calendar::write_one(&call.event(portal, link));
    downloads::send_stream("rendez-vous.ics", exports::CALENDAR_TYPE, Body::from(body))
}
