//! Public verification of receipts: reads an uploaded file and redirects to what the log says of it. Stores nothing.

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use backend::proofs;
use domain::{path, receipt::ReceiptKind};
use platform::{
    Error,
    transparency::{self, Fingerprint},
};

use crate::{downloads, error_page, uploads::LimitedBody};

/// Maximum size of a file in bytes; a receipt has a few thousand.
const MAX_BYTES: usize = 1024 * 1024;

/// Reason for which a file is not verified, as the page names it.
#[derive(Clone, Copy)]
enum Refusal {
    NoFile,
    TooLarge,
    NotAReceipt,
}

impl Refusal {
    const fn code(self) -> &'static str {
        match self {
            Refusal::NoFile => "fichier",
            Refusal::TooLarge => "taille",
            Refusal::NotAReceipt => "format",
        }
    }
}

/// `POST /televersement/accuse-a-verifier`: receives a file and redirects to what the log says of it.
pub async fn receive(request: Request) -> Redirect {
    let (parts, body) = request.into_parts();
    let body = LimitedBody::new(body);
    let request = Request::from_parts(parts, Body::from_stream(body.clone()));
    let read = read_file(request).await;
    // The browser does not read the answer while it sends.
    body.drain().await;
    let fingerprint = read.and_then(|bytes| Fingerprint::of_file(&bytes).ok_or(Refusal::NotAReceipt));
    Redirect::to(&match fingerprint {
        Ok(fingerprint) => path::verification_result(fingerprint),
        Err(refusal) => path::verification_refusal(refusal.code()),
    })
}

/// Reads the first file of the form.
async fn read_file(request: Request) -> Result<Vec<u8>, Refusal> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Refusal::NoFile)?;
    while let Some(mut field) = parts.next_field().await.map_err(|_| Refusal::NoFile)? {
        if field.name() != Some("fichier") {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| Refusal::NoFile)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAX_BYTES {
                return Err(Refusal::TooLarge);
            }
        }
        return if bytes.is_empty() { Err(Refusal::NoFile) } else { Ok(bytes) };
    }
    Err(Refusal::NoFile)
}

/// `GET /registre/point-de-controle`: the last signed checkpoint of the log, for those who watch it.
pub async fn checkpoint(Extension(context): Extension<RequestContext>) -> Response {
    match transparency::last_note(&context.portal).await {
        Ok(Some(note)) => {
            let headers =
                [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
            (StatusCode::OK, headers, note).into_response()
        }
        Ok(None) => error_page::from_error(Error::NotFound),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /registre/horodatage/{size}`: the timestamp of the checkpoint with this number of entries.
pub async fn timestamp(Extension(context): Extension<RequestContext>, Path(size): Path<String>) -> Response {
    match transparency::stamped_checkpoint(&context.portal, number(&size)).await {
        Ok(stamped) => downloads::send_bytes("horodatage.tsr", stamped.reply),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /registre/horodatage/{size}/point-de-controle`: this checkpoint, to the byte as it was timestamped.
pub async fn stamped_checkpoint(
    Extension(context): Extension<RequestContext>,
    Path(size): Path<String>,
) -> Response {
    match transparency::stamped_checkpoint(&context.portal, number(&size)).await {
        Ok(stamped) => downloads::send_bytes("point-de-controle.txt", stamped.note.into_bytes()),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /registre/elimination/{entry}`: what the log recorded of an elimination, to the byte.
pub async fn elimination(
    Extension(context): Extension<RequestContext>,
    Path(entry): Path<String>,
) -> Response {
    match proofs::elimination_file(&context.portal, number(&entry)).await {
        Ok(json) => downloads::send_bytes(ReceiptKind::Elimination.files().0, json.into_bytes()),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /registre/elimination/{entry}/preuve`: its proof. Not found until there is one.
pub async fn elimination_proof(
    Extension(context): Extension<RequestContext>,
    Path(entry): Path<String>,
) -> Response {
    match proofs::elimination_proof(&context.portal, number(&entry)).await {
        Ok(Some(proof)) => downloads::send_bytes(ReceiptKind::Elimination.files().1, proof.into_bytes()),
        Ok(None) => error_page::from_error(Error::NotFound),
        Err(error) => error_page::from_error(error),
    }
}

/// Returns the number in an address; -1, which nothing has, for any other text.
fn number(text: &str) -> i64 {
    text.parse().unwrap_or(-1)
}
