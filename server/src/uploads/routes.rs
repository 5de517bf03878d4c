//! Routes that receive attachments: for a draft, and for a message in an open question.

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Request};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use backend::{
    accounts::sessions::{Session, Visitor},
    id::{ConversationId, DraftId},
    messaging::{self, Object},
};
use domain::path;
use platform::Error;

use super::{failure::Failure, receive, response};

pub fn routes() -> [(&'static str, MethodRouter); 2] {
    [(path::DRAFT_UPLOAD, post(upload_to_draft)), (path::REPLY_UPLOAD, post(upload_to_reply))]
}

async fn upload_to_draft(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<DraftId>,
    request: Request,
) -> Response {
    let form_page = path::draft_files(id);
    let headers = request.headers().clone();
    let (fields, received) = match signed_in(&context) {
        Ok(session) => receive::receive(&context, session, id, request).await,
        Err(failure) => receive::refuse(request, failure).await,
    };
    let received = explain_other_company(&context, Object::Draft(id), received).await;
    response::respond(&context, &headers, form_page, fields, received).await
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
        Ok((session, draft)) => receive::receive(&context, session, draft, request).await,
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
