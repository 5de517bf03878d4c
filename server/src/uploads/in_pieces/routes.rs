//! Routes of uploads in pieces.

use app::context::RequestContext;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Json};
use backend::{
    accounts::sessions::Session,
    id::{ConversationId, DraftId, UploadId},
    messaging::{self, NewUpload, Object, UploadProgress},
};
use domain::{form::Answers, path};
use serde_json::{Value, json};

use super::piece;
use crate::uploads::{
    failure::Failure,
    fields::Fields,
    limited_body::LimitedBody,
    response,
    routes::{explain_other_company, is_hidden, reply_page, signed_in},
    shown_page,
};

/// Routes that announce a file with a form.
pub fn announcements() -> [(&'static str, MethodRouter); 2] {
    [
        (path::DRAFT_UPLOAD_IN_PIECES, post(begin_for_draft)),
        (path::REPLY_UPLOAD_IN_PIECES, post(begin_for_reply)),
    ]
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
        Ok(session) => begin(&context, session, id).await,
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
    begin(context, session, draft).await
}

/// Begins the upload that the form announces.
async fn begin(context: &RequestContext, session: &Session, draft: DraftId) -> Result<Value, Failure> {
    let answers = context.answers.clone().unwrap_or_default();
    shown_page::check(context, session, &fields(&answers))?;
    let size = answers.raw("taille").parse::<u64>().map_err(|_| Failure::NotAnUpload)?;
    let new = NewUpload { draft, slot: answers.raw("emplacement"), name: answers.raw("nom"), size };
    Ok(json(messaging::begin_in_pieces(&context.portal, session, new).await?))
}

fn fields(answers: &Answers) -> Fields {
    let text = |name: &str| answers.raw(name).to_owned();
    Fields {
        page: text("_page"),
        person: text("_personne"),
        siren: text("_siren"),
        slot: text("emplacement"),
    }
}

async fn progress(Extension(context): Extension<RequestContext>, Path(id): Path<UploadId>) -> Response {
    let found = match signed_in(&context) {
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
    let received = match signed_in(&context) {
        Ok(session) => piece::receive(&context, session, id, request).await,
        Err(failure) => {
            LimitedBody::new(request.into_body()).drain().await;
            Err(failure)
        }
    };
    respond_for(&context, id, received.map(|received| json!({ "ok": true, "octets": received }))).await
}

async fn finish(Extension(context): Extension<RequestContext>, Path(id): Path<UploadId>) -> Response {
    let finished = match signed_in(&context) {
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
    let cancelled = match signed_in(&context) {
        Ok(session) => messaging::cancel_upload(&context.portal, session, id).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    respond_for(&context, id, cancelled.map(|()| json!({ "ok": true }))).await
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
    match messaging::draft_of_upload(&context.portal, id).await? {
        Some(draft) => explain_other_company(context, Object::Draft(draft), answer).await,
        None => answer,
    }
}

/// `page`: path of the page of the form.
async fn respond(context: &RequestContext, page: &str, answer: Result<Value, Failure>) -> Response {
    match answer {
        Ok(body) => Json(body).into_response(),
        Err(failure) => response::failed(context, page, true, failure).await,
    }
}
