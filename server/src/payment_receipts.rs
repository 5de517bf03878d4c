//! Downloads of the receipt of a payment by card: its JSON, its PDF and its proof. Nobody needs an account.

use app::context::RequestContext;
use axum::Extension;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use backend::payments;
use domain::{path, receipt::ReceiptKind};
use platform::{Error, id::CardPaymentId};

use crate::{downloads, error_page};

/// `GET /paiement/suivi/{id}/recu.json`: the receipt, to the byte as the transparency log recorded it.
pub async fn file(Extension(context): Extension<RequestContext>, Path(id): Path<CardPaymentId>) -> Response {
    let found = payments::payment_receipt_file(&context.portal, context.session.as_ref(), id).await;
    send(id, ReceiptKind::Payment.files().0, found.map(|json| json.map(String::into_bytes)))
}

/// `GET /paiement/suivi/{id}/recu.pdf`: the receipt as a document.
pub async fn pdf(Extension(context): Extension<RequestContext>, Path(id): Path<CardPaymentId>) -> Response {
    let found = payments::payment_receipt_pdf(&context.portal, context.session.as_ref(), id).await;
    send(id, "recu-de-paiement.pdf", found)
}

/// `GET /paiement/suivi/{id}/preuve`: the proof of the receipt.
pub async fn proof(Extension(context): Extension<RequestContext>, Path(id): Path<CardPaymentId>) -> Response {
    let found = payments::payment_receipt_proof(&context.portal, context.session.as_ref(), id).await;
    send(id, ReceiptKind::Payment.files().1, found.map(|proof| proof.map(String::into_bytes)))
}

/// Sends the file. Redirects to the page of the payment, which says why, if there is none yet, and to the search of a
/// payment notice if the visitor may not see the payment, as its page does.
fn send(id: CardPaymentId, name: &'static str, found: Result<Option<Vec<u8>>, Error>) -> Response {
    match found {
        Ok(Some(bytes)) => downloads::send_bytes(name, bytes),
        Ok(None) => Redirect::to(&path::payment_state(id)).into_response(),
        Err(Error::NotFound) => Redirect::to(path::CARD_PAYMENT_AGAIN).into_response(),
        Err(error) => error_page::from_error(error),
    }
}
