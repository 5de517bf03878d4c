//! Where a co-owner's site sends a person to register, with what it knows of them (mission §2.1).

use app::account::identity::setback_path;
use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::Error;
use backend::identity::{self, Resumed};
use domain::co_owner::CoOwner;
use domain::handover::HandoverFailure;
use domain::identity_provider::Setback;
use serde::Deserialize;

use crate::error_page;

pub const PATH: &str = "/inscription/depuis/{co_owner}";

/// `POST /inscription/depuis/{co_owner}`, sent by that co-owner's page: the one address that other sites may post to. What
/// makes it safe is the signature of the token, and that nothing of the visitor's session is read nor changed here. The
/// token is in the body, so that no address, history or log ever holds it.
pub async fn receive(
    Extension(context): Extension<RequestContext>,
    Path(co_owner): Path<String>,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return error_page::of(Error::NotFound) };
    let token = context.answers.as_ref().map(|answers| answers.raw("jeton").to_owned()).unwrap_or_default();
    match identity::receive(&context.portal, &context.client, co_owner, &token).await {
        Ok(Ok(handle)) => {
            let (code, handle) = (co_owner.code(), handle.expose());
            Redirect::to(&format!("/inscription/depuis/{code}?reprise={handle}")).into_response()
        }
        Ok(Err(failure)) => Redirect::to(&refused(co_owner, failure)).into_response(),
        Err(Error::Invalid(_)) => error_page::bare(StatusCode::TOO_MANY_REQUESTS),
        Err(error) => error_page::of(error),
    }
}

/// What the answer to the post leads back with.
#[derive(Deserialize)]
pub struct Back {
    reprise: Option<String>,
}

/// `GET /inscription/depuis/{co_owner}?reprise=…`: a GET that changes something, since a cookie comes with no post of
/// another site. The handle is drawn at random, serves once and for five minutes, and leads to an address without it.
pub async fn resume(
    Extension(context): Extension<RequestContext>,
    Path(co_owner): Path<String>,
    Query(back): Query<Back>,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return error_page::of(Error::NotFound) };
    let handle = back.reprise.unwrap_or_default();
    let (portal, session) = (&context.portal, context.session.as_ref());
    let next = match identity::resume(portal, session, &context.client, co_owner, &handle).await {
        Ok(Resumed::Waiting { token }) => {
            if let Some(token) = token {
                context.cookies.set_session(token);
            }
            format!("/inscription?fournisseur={}", co_owner.code())
        }
        Ok(Resumed::HasAccount) => setback_path(co_owner.into(), Setback::HasAccount, false),
        Ok(Resumed::SignedIn) => "/profil/rattachements".to_owned(),
        Ok(Resumed::Failed(failure)) => refused(co_owner, failure),
        Err(error) => return error_page::of(error),
    };
    Redirect::to(&next).into_response()
}

/// The form, empty, with a sentence that says why.
fn refused(co_owner: CoOwner, failure: HandoverFailure) -> String {
    format!("/inscription?depuis={}&cause={}", co_owner.code(), failure.code())
}
