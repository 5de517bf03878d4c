//! Routes of uploads in pieces.

use app::context::RequestContext;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Json};
use backend::{
    accounts::sessions::Session,
    id::{CaseId, ConversationId, DocumentId, DraftId, UploadId},
    messaging::{self, NewUpload, Object, Target, UploadProgress},
};
use domain::{form::Answers, path};
use serde_json::{Value, json};

use super::piece;
use crate::uploads::{
    destination::Destination,
    failure::Failure,
    fields::Fields,
    limited_body::LimitedBody,
    response,
    routes::{explain_other_company, is_hidden, reply_page, signed_in},
    shown_page,
};

/// Routes that announce a file with a form.
pub fn announcements() -> [(&'static str, MethodRouter); 3] {
    [
        (path::DRAFT_UPLOAD_IN_PIECES, post(begin_for_draft)),
        (path::REPLY_UPLOAD_IN_PIECES, post(begin_for_reply)),
        (path::DOCUMENT_UPLOAD_IN_PIECES, post(begin_for_document)),
    ]
}

/// Like [`announcements`], for cases of the assistance, to which visitors add files too.
pub fn announcements_of_visitors() -> [(&'static str, MethodRouter); 2] {
    [
        (path::CASE_UPLOAD_IN_PIECES, post(begin_for_case)),
        (path::ADVISER_CASE_UPLOAD_IN_PIECES, post(begin_for_adviser_case)),
    ]
}

async fn begin_for_case(
    Extension(context): Extension<RequestContext>,
    Path(reference): Path<String>,
) -> Response {
    let session = context.session.as_ref().ok_or(Failure::SignedOut);
    begin_and_respond(&context, session, Destination::Case(reference)).await
}

async fn begin_for_adviser_case(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<CaseId>,
) -> Response {
    begin_and_respond(&context, signed_in(&context), Destination::AdviserCase(id)).await
}

async fn begin_for_document(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<DocumentId>,
) -> Response {
    begin_and_respond(&context, signed_in(&context), Destination::Document(id)).await
}

async fn begin_and_respond(
    context: &RequestContext,
    session: Result<&Session, Failure>,
    destination: Destination,
) -> Response {
    let begun = match session {
        Ok(session) => begin(context, session, &destination).await,
        Err(failure) => Err(failure),
    };
    respond(context, &destination.page(), begun).await
}

/// Routes of an upload that has begun, with their methods.
pub fn routes() -> [(&'static str, &'static str, MethodRouter); 4] {
    [
        ("get", path::UPLOAD, get(progress)),
        ("post", path::UPLOAD, post(receive_piece)),
        ("post", path::UPLOAD_END, post(finish)),
        ("post", path::UPLOAD_CANCELLATION, post(cancel)),
    ]
}

async fn begin_for_draft(Extension(context): Extension<RequestContext>, Path(id): Path<DraftId>) -> Response {
    let begun = match signed_in(&context) {
        Ok(session) => begin(&context, session, &Destination::Draft(id)).await,
        Err(failure) => Err(failure),
    };
    let begun = explain_other_company(&context, Object::Draft(id), begun).await;
    respond(&context, &path::draft_files(id), begun).await
}

async fn begin_for_reply(
    Extension(context): Extension<RequestContext>,
    Path(conversation): Path<ConversationId>,
) -> Response {
    let begun = begin_reply(&context, conversation).await;
    let begun = explain_other_company(&context, Object::Question(conversation), begun).await;
    respond(&context, &reply_page(&context, conversation), begun).await
}

async fn begin_reply(context: &RequestContext, conversation: ConversationId) -> Result<Value, Failure> {
    let session = signed_in(context)?;
    let draft = messaging::begin_reply(&context.portal, session, conversation).await?;
    begin(context, session, &Destination::Draft(draft)).await
}

/// Begins the upload that the form announces.
async fn begin(
    context: &RequestContext,
    session: &Session,
    destination: &Destination,
) -> Result<Value, Failure> {
    let answers = context.answers.clone().unwrap_or_default();
    let fields = fields(&answers);
    shown_page::check(context, session, &fields)?;
    let size = answers.raw("taille").parse::<u64>().map_err(|_| Failure::NotAnUpload)?;
    let target = destination.begin(context, session, &fields).await?;
    let modified = answers.raw("modifie").parse().ok();
    let new = NewUpload { target, slot: &fields.slot, name: answers.raw("nom"), size, modified };
    Ok(json(messaging::begin_in_pieces(&context.portal, session, new).await?))
}

fn fields(answers: &Answers) -> Fields {
    let text = |name: &str| answers.raw(name).to_owned();
    Fields {
        page: text("_page"),
        person: text("_personne"),
        siren: text("_siren"),
        slot: text("emplacement"),
        secret: text("cle"),
    }
}

async fn progress(Extension(context): Extension<RequestContext>, Path(id): Path<UploadId>) -> Response {
    let found = match sender(&context, id).await {
        Ok(session) => messaging::upload_progress(&context.portal, session, id).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    respond_for(&context, id, found.map(json)).await
}

async fn receive_piece(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<UploadId>,
    request: Request,
) -> Response {
    let received = match sender(&context, id).await {
        Ok(session) => piece::receive(&context, session, id, request).await,
        Err(failure) => {
            LimitedBody::new(request.into_body()).drain().await;
            Err(failure)
        }
    };
    respond_for(&context, id, received.map(|received| json!({ "ok": true, "octets": received }))).await
}

async fn finish(Extension(context): Extension<RequestContext>, Path(id): Path<UploadId>) -> Response {
    let finished = match sender(&context, id).await {
        Ok(session) => messaging::finish_in_pieces(&context.portal, session, id).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    let body = finished.map(|file| {
        let mut body = response::stored("", &[file]);
        body["fini"] = true.into();
        body
    });
    respond_for(&context, id, body).await
}

async fn cancel(Extension(context): Extension<RequestContext>, Path(id): Path<UploadId>) -> Response {
    let cancelled = match sender(&context, id).await {
        Ok(session) => messaging::cancel_upload(&context.portal, session, id).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    respond_for(&context, id, cancelled.map(|()| json!({ "ok": true }))).await
}

/// Returns the session of a person who may have drafts, or of a visitor who sends the file of a case.
async fn sender(context: &RequestContext, id: UploadId) -> Result<&Session, Failure> {
    let signed_in = signed_in(context);
    match (&signed_in, &context.session) {
        (Err(_), Some(session)) => match messaging::target_of_upload(&context.portal, id).await? {
            Some(Target::Case(..)) => Ok(session),
            _ => signed_in,
        },
        _ => signed_in,
    }
}

fn json(progress: UploadProgress) -> Value {
    let UploadProgress { id, received, finished } = progress;
    json!({ "ok": true, "adresse": path::upload(id), "octets": received, "fini": finished })
}

/// Responds to a request about an upload; explains one to a draft of another company of the person.
async fn respond_for(context: &RequestContext, id: UploadId, answer: Result<Value, Failure>) -> Response {
    let answer = if is_hidden(&answer) { explain(context, id, answer).await } else { answer };
    respond(context, path::QUESTIONS, answer).await
}

async fn explain(
    context: &RequestContext,
    id: UploadId,
    answer: Result<Value, Failure>,
) -> Result<Value, Failure> {
    match messaging::target_of_upload(&context.portal, id).await? {
        Some(Target::Draft(draft)) => explain_other_company(context, Object::Draft(draft), answer).await,
        _ => answer,
    }
}

/// `page`: path of the page of the form.
async fn respond(context: &RequestContext, page: &str, answer: Result<Value, Failure>) -> Response {
    match answer {
        Ok(body) => Json(body).into_response(),
        Err(failure) => response::failed(context, page, true, failure).await,
    }
}
