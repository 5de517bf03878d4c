//! Downloads of a receipt: its JSON, its PDF and its proof; and of what the transparency log recorded of each message.

use app::context::RequestContext;
use axum::Extension;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    accounts::sessions::{Session, Visitor},
    id::{ConversationId, MessageId},
    messaging::{self, Object},
};
use domain::{path, receipt::ReceiptKind};
use platform::Error;

use crate::{downloads, error_page};

/// `GET /messagerie/question/{id}/recu.json`: the receipt, to the byte as the transparency log recorded it.
pub async fn file(
    Extension(context): Extension<RequestContext>,
    Path(question): Path<ConversationId>,
) -> Response {
    let Some(session) = signed_in(&context) else { return sign_in(question) };
    match messaging::receipt_file(&context.portal, session, question).await {
        Ok(json) => downloads::send_bytes(ReceiptKind::Question.files().0, json.into_bytes()),
        Err(error) => failure(&context, session, question, error).await,
    }
}

/// `GET /messagerie/question/{id}/recu.pdf`: the receipt as a document.
pub async fn pdf(
    Extension(context): Extension<RequestContext>,
    Path(question): Path<ConversationId>,
) -> Response {
    let Some(session) = signed_in(&context) else { return sign_in(question) };
    match messaging::receipt_pdf(&context.portal, session, question).await {
        Ok(pdf) => downloads::send_bytes("accuse-de-reception.pdf", pdf),
        Err(error) => failure(&context, session, question, error).await,
    }
}

/// `GET /messagerie/question/{id}/preuve`: the proof of the receipt. Redirects to the receipt, which says from when there
/// is one, if there is none yet.
pub async fn proof(
    Extension(context): Extension<RequestContext>,
    Path(question): Path<ConversationId>,
) -> Response {
    let Some(session) = signed_in(&context) else { return sign_in(question) };
    match messaging::receipt_proof(&context.portal, session, question).await {
        Ok(Some(proof)) => downloads::send_bytes(ReceiptKind::Question.files().1, proof.into_bytes()),
        Ok(None) => Redirect::to(&path::receipt(question)).into_response(),
        Err(error) => failure(&context, session, question, error).await,
    }
}

/// `GET /messagerie/message/{id}/message.json`: a message, to the byte as the transparency log recorded it.
pub async fn message_file(
    Extension(context): Extension<RequestContext>,
    Path(message): Path<MessageId>,
) -> Response {
    let Some(session) = signed_in(&context) else { return sign_in_for(&path::message_file(message)) };
    match messaging::message_file(&context.portal, session, message).await {
        Ok(json) => downloads::send_bytes(ReceiptKind::Message.files().0, json.into_bytes()),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /messagerie/message/{id}/preuve`: the proof of a message. Redirects to the proofs of its question, which say from
/// when there is one, if there is none yet.
pub async fn message_proof(
    Extension(context): Extension<RequestContext>,
    Path(message): Path<MessageId>,
) -> Response {
    let Some(session) = signed_in(&context) else { return sign_in_for(&path::message_proof(message)) };
    match messaging::message_proof(&context.portal, session, message).await {
        Ok((_, Some(proof))) => downloads::send_bytes(ReceiptKind::Message.files().1, proof.into_bytes()),
        Ok((question, None)) => Redirect::to(&path::message_proofs(question)).into_response(),
        Err(error) => error_page::from_error(error),
    }
}

pub fn signed_in(context: &RequestContext) -> Option<&Session> {
    context.session.as_ref().filter(|session| !matches!(session.visitor, Visitor::Anonymous))
}

fn sign_in(question: ConversationId) -> Response {
    sign_in_for(&path::receipt(question))
}

pub fn sign_in_for(address: &str) -> Response {
    Redirect::to(&path::with_return(path::SIGN_IN, address)).into_response()
}

/// Offers to work for the company of the question if it cannot be read for the current one, as its page does.
async fn failure(
    context: &RequestContext,
    session: &Session,
    question: ConversationId,
    error: Error,
) -> Response {
    if !matches!(error, Error::NotFound | Error::Refused(_)) {
        return error_page::from_error(error);
    }
    match messaging::other_company(&context.portal, session, Object::Question(question)).await {
        Ok(Some(other)) => {
            let page = path::encode(&path::receipt(question));
            Redirect::to(&path::page_of_other_company(&other.siren, page)).into_response()
        }
        Ok(None) => error_page::from_error(error),
        Err(error) => error_page::from_error(error),
    }
}
