//! Routes that receive attachments: for a draft, for a message in an open question, for one in a case of the
//! assistance, and for a version of a shared document.

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Request};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use backend::{
    accounts::sessions::{Session, Visitor},
    id::{CaseId, ConversationId, DocumentId, DraftId},
    messaging::{self, Object},
};
use domain::path;
use platform::Error;

use super::{destination::Destination, failure::Failure, receive, response};

pub fn routes() -> [(&'static str, MethodRouter); 3] {
    [
        (path::DRAFT_UPLOAD, post(upload_to_draft)),
        (path::REPLY_UPLOAD, post(upload_to_reply)),
        (path::DOCUMENT_UPLOAD, post(upload_to_document)),
    ]
}

/// Routes that visitors use too, with a session in which a refusal is stored.
pub fn routes_of_visitors() -> [(&'static str, MethodRouter); 2] {
    [(path::CASE_UPLOAD, post(upload_to_case)), (path::ADVISER_CASE_UPLOAD, post(upload_to_adviser_case))]
}

async fn upload_to_case(
    Extension(context): Extension<RequestContext>,
    Path(reference): Path<String>,
    request: Request,
) -> Response {
    let session = context.session.as_ref().ok_or(Failure::SignedOut);
    upload_to(&context, session, Destination::Case(reference), request).await
}

async fn upload_to_adviser_case(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<CaseId>,
    request: Request,
) -> Response {
    upload_to(&context, signed_in(&context), Destination::AdviserCase(id), request).await
}

async fn upload_to_document(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<DocumentId>,
    request: Request,
) -> Response {
    upload_to(&context, signed_in(&context), Destination::Document(id), request).await
}

async fn upload_to(
    context: &RequestContext,
    session: Result<&Session, Failure>,
    destination: Destination,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let (fields, received) = match session {
        Ok(session) => receive::receive(context, session, &destination, request).await,
        Err(failure) => receive::refuse(request, failure).await,
    };
    response::respond(context, &headers, destination.page(), fields, received).await
}

async fn upload_to_draft(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<DraftId>,
    request: Request,
) -> Response {
    let destination = Destination::Draft(id);
    let headers = request.headers().clone();
    let (fields, received) = match signed_in(&context) {
        Ok(session) => receive::receive(&context, session, &destination, request).await,
        Err(failure) => receive::refuse(request, failure).await,
    };
    let received = explain_other_company(&context, Object::Draft(id), received).await;
    response::respond(&context, &headers, destination.page(), fields, received).await
}

/// Replaces the error of an object that cannot be opened for the current company, if the person may open it for another.
pub async fn explain_other_company<T>(
    context: &RequestContext,
    object: Object,
    received: Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(session) = context.session.as_ref().filter(|_| is_hidden(&received)) else { return received };
    match messaging::other_company(&context.portal, session, object).await {
        Ok(Some(other)) => Err(Failure::OtherCompany(other.siren.to_string())),
        Ok(None) => received,
        Err(error) => Err(Failure::Refused(error)),
    }
}

/// Returns `true` if the object does not exist for the current company.
pub fn is_hidden<T>(received: &Result<T, Failure>) -> bool {
    matches!(received, Err(Failure::Refused(Error::NotFound | Error::Refused(_))))
}

async fn upload_to_reply(
    Extension(context): Extension<RequestContext>,
    Path(conversation): Path<ConversationId>,
    request: Request,
) -> Response {
    let form_page = reply_page(&context, conversation);
    let headers = request.headers().clone();
    let draft = match signed_in(&context) {
        Ok(session) => match messaging::begin_reply(&context.portal, session, conversation).await {
            Ok(draft) => Ok((session, draft)),
            Err(error) => Err(Failure::Refused(error)),
        },
        Err(failure) => Err(failure),
    };
    let (fields, received) = match draft {
        Ok((session, draft)) => {
            receive::receive(&context, session, &Destination::Draft(draft), request).await
        }
        Err(failure) => receive::refuse(request, failure).await,
    };
    let received = explain_other_company(&context, Object::Question(conversation), received).await;
    response::respond(&context, &headers, form_page, fields, received).await
}

/// Page of the reply form of an agent or an operator.
pub fn reply_page(context: &RequestContext, conversation: ConversationId) -> String {
    match context.session.as_ref().map(|session| &session.visitor) {
        Some(Visitor::Staff(_)) => format!("{}#reponse", path::agent_question(conversation)),
        _ => format!("{}#suite", path::question(conversation)),
    }
}

/// Returns the session of a person who may have drafts.
pub fn signed_in(context: &RequestContext) -> Result<&Session, Failure> {
    context
        .session
        .as_ref()
        .filter(|session| matches!(session.visitor, Visitor::Usager(_) | Visitor::Staff(_)))
        .ok_or(Failure::SignedOut)
}
