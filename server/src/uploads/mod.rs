//! Attachments, received through plain routes: streamed to the store, never whole in memory.
//!
//! With scripts one file comes per request and the answer is JSON; without, the form's page is shown again.

mod answer;
mod limited_body;
mod receive;

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Request};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use backend::messaging;
use backend::session::{Session, Visitor};
use uuid::Uuid;

use answer::Failure;

pub fn routes() -> [(&'static str, MethodRouter); 2] {
    [
        ("/televersement/brouillon/{id}", post(to_draft)),
        ("/televersement/reponse/{conversation}", post(to_answer)),
    ]
}

/// Where the person goes on afterwards.
struct Target {
    /// The page of the form, when the request does not say it.
    page: String,
}

async fn to_draft(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<Uuid>,
    request: Request,
) -> Response {
    let target = Target { page: format!("/messagerie/brouillon/{id}/pieces") };
    let headers = request.headers().clone();
    let (fields, received) = match signed_in(&context) {
        Ok(session) => receive::receive(&context, session, id, request).await,
        Err(failure) => receive::refuse(request, failure).await,
    };
    answer::answer(&context, &headers, target, fields, received).await
}

async fn to_answer(
    Extension(context): Extension<RequestContext>,
    Path(conversation): Path<Uuid>,
    request: Request,
) -> Response {
    let target = answer_target(&context, conversation);
    let headers = request.headers().clone();
    let draft = match signed_in(&context) {
        Ok(session) => match messaging::draft_for_answer(&context.portal, session, conversation).await {
            Ok(draft) => Ok((session, draft)),
            Err(error) => Err(Failure::Refused(error)),
        },
        Err(failure) => Err(failure),
    };
    let (fields, received) = match draft {
        Ok((session, draft)) => receive::receive(&context, session, draft, request).await,
        Err(failure) => receive::refuse(request, failure).await,
    };
    answer::answer(&context, &headers, target, fields, received).await
}

fn answer_target(context: &RequestContext, conversation: Uuid) -> Target {
    match context.session.as_ref().map(|session| &session.visitor) {
        Some(Visitor::Agent(_)) => Target { page: format!("/agent/question/{conversation}#reponse") },
        _ => Target { page: format!("/messagerie/question/{conversation}#suite") },
    }
}

fn signed_in(context: &RequestContext) -> Result<&Session, Failure> {
    context
        .session
        .as_ref()
        .filter(|session| matches!(session.visitor, Visitor::Usager(_) | Visitor::Agent(_)))
        .ok_or(Failure::SignedOut)
}
