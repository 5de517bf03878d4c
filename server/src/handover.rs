//! Handover: prefilled registration of a person sent by the site of a co-owner (mission §2.1).

use app::account::identity::failure_path;
use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::accounts::identity_providers::{self, HandoverOutcome};
use domain::{co_owner::CoOwner, handover::HandoverFailure, identity_provider::ProviderFailure, path};
use platform::Error;
use serde::Deserialize;

use crate::error_page;

/// `POST /inscription/depuis/{co_owner}`, sent by a page of that co-owner: the only route that processes a form of
/// another site. It is safe because the token is signed and the session of the visitor is neither read nor changed. The
/// token is in the body, so that no URL, history or log contains it.
pub async fn receive(
    Extension(context): Extension<RequestContext>,
    Path(co_owner): Path<String>,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else {
        return error_page::from_error(Error::NotFound);
    };
    let token = context.answers.as_ref().map(|answers| answers.raw("jeton").to_owned()).unwrap_or_default();
    match identity_providers::receive_handover(&context.portal, &context.client, co_owner, &token).await {
        Ok(Ok(handle)) => {
            let (code, handle) = (co_owner.code(), handle.expose());
            Redirect::to(&path::handover_resumption(code, handle)).into_response()
        }
        Ok(Err(failure)) => Redirect::to(&refused(co_owner, failure)).into_response(),
        Err(Error::Invalid(_)) => error_page::status(StatusCode::TOO_MANY_REQUESTS),
        Err(error) => error_page::from_error(error),
    }
}

/// Query of the redirect that answers the POST.
#[derive(Deserialize)]
pub struct ResumeQuery {
    reprise: Option<String>,
}

/// `GET /inscription/depuis/{co_owner}?reprise=…`: a GET that changes state, because browsers send no cookie with a
/// POST of another site. The handle is random, single-use and valid for five minutes; the redirect removes it from the
/// URL.
pub async fn resume(
    Extension(context): Extension<RequestContext>,
    Path(co_owner): Path<String>,
    Query(query): Query<ResumeQuery>,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else {
        return error_page::from_error(Error::NotFound);
    };
    let handle = query.reprise.unwrap_or_default();
    let (portal, session) = (&context.portal, context.session.as_ref());
    let next = match identity_providers::resume_handover(portal, session, &context.client, co_owner, &handle)
        .await
    {
        Ok(HandoverOutcome::Pending { token }) => {
            if let Some(token) = token {
                context.cookies.set_session(token);
            }
            path::registration_from(co_owner.code())
        }
        Ok(HandoverOutcome::HasAccount) => {
            failure_path(co_owner.into(), ProviderFailure::AlreadyRegistered, false)
        }
        Ok(HandoverOutcome::SignedIn) => path::LINKS.to_owned(),
        Ok(HandoverOutcome::Failed(failure)) => refused(co_owner, failure),
        Err(error) => return error_page::from_error(error),
    };
    Redirect::to(&next).into_response()
}

/// URL of the empty registration form, with the reason of the failure.
fn refused(co_owner: CoOwner, failure: HandoverFailure) -> String {
    path::registration_without(co_owner.code(), failure.code())
}
