//! Downloads: attachments, shared documents, copies of personal data and archives of exchanges, always served as files.

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    accounts::sessions::Visitor,
    assistance::cases::{self, Access, Side},
    documents::{self, OpenedVersion},
    id::{ArchiveId, AttachmentId, CaseId, DocumentVersionId},
    messaging::{self, Object, OtherCompany},
    personal_data,
};
use domain::{path, problem::Problem};
use platform::{Error, files::Content};
use serde::Deserialize;

use crate::{content_disposition, error_page, layers::headers::OwnPolicy};

/// Sandbox for a browser that displays the file anyway.
const POLICY: &str =
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Type of files that the browser must not interpret.
const ANY_FILE: &str = "application/octet-stream";

/// `GET /pieces/{id}`: downloads an attachment. Answers 404 for one that the session may not read.
pub async fn attachment(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<AttachmentId>,
) -> Response {
    let Some(session) = &context.session else {
        return Redirect::to(&path::with_return(path::SIGN_IN, &path::attachment(id))).into_response();
    };
    match messaging::open_attachment(&context.portal, session, id).await {
        Ok(download) => send(&download.attachment.name, download.content),
        Err(Error::NotFound) if matches!(session.visitor, Visitor::Anonymous) => {
            Redirect::to(&path::with_return(path::SIGN_IN, &path::attachment(id))).into_response()
        }
        Err(Error::NotFound) => {
            match messaging::other_company(&context.portal, session, Object::Attachment(id)).await {
                Ok(Some(other)) => offer(&other),
                Ok(None) => error_page::from_error(Error::NotFound),
                Err(error) => error_page::from_error(error),
            }
        }
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /documents/version/{version}/fichier`: downloads a version of a shared document. The link to a version that is replaced leads
/// to the page of the document.
pub async fn document_file(
    Extension(context): Extension<RequestContext>,
    Path(version): Path<DocumentVersionId>,
) -> Response {
    let sign_in =
        || Redirect::to(&path::with_return(path::SIGN_IN, &path::document_file(version))).into_response();
    let Some(session) = &context.session else { return sign_in() };
    match documents::open_version(&context.portal, session, version).await {
        Ok(OpenedVersion::File(download)) => send(&download.attachment.name, download.content),
        Ok(OpenedVersion::Replaced(document)) => {
            let page = match session.visitor {
                Visitor::Staff(_) => path::agent_replaced_document(document),
                _ => path::replaced_document(document),
            };
            Redirect::to(&page).into_response()
        }
        Err(Error::NotFound) if matches!(session.visitor, Visitor::Anonymous) => sign_in(),
        Err(error) => error_page::from_error(error),
    }
}

/// Secret in the query of a link to a file of a case.
#[derive(Default, Deserialize)]
pub struct SecretQuery {
    #[serde(default)]
    cle: String,
}

/// `GET /assistance/dossier/{reference}/piece/{piece}?cle=…`: downloads a file of a case, for its person.
pub async fn case_file(
    Extension(context): Extension<RequestContext>,
    Path((reference, id)): Path<(String, AttachmentId)>,
    query: Result<Query<SecretQuery>, QueryRejection>,
) -> Response {
    let Query(SecretQuery { cle }) = query.unwrap_or_default();
    let access = Access {
        session: context.session.as_ref(),
        client: &context.client,
        reference: &reference,
        secret: &cle,
    };
    send_case_file(&context, &Side::Person(access), id).await
}

/// `GET /plateau/dossier/{id}/piece/{piece}`: downloads a file of a case, for advisers.
pub async fn adviser_case_file(
    Extension(context): Extension<RequestContext>,
    Path((case, id)): Path<(CaseId, AttachmentId)>,
) -> Response {
    match &context.session {
        Some(session) if matches!(session.visitor, Visitor::Staff(_)) => {
            send_case_file(&context, &Side::Adviser(session, case), id).await
        }
        _ => {
            let page = path::adviser_case_file(case, id);
            Redirect::to(&path::with_return(path::STAFF_SIGN_IN, &page)).into_response()
        }
    }
}

async fn send_case_file(context: &RequestContext, side: &Side<'_>, id: AttachmentId) -> Response {
    match cases::open_file(&context.portal, side, id).await {
        Ok(download) => send(&download.attachment.name, download.content),
        Err(error) => error_page::from_error(error),
    }
}

/// Redirects to the offer to work for the company of a file, then to the page that has the file.
fn offer(other: &OtherCompany) -> Response {
    let page = page_of(other.object);
    Redirect::to(&path::page_of_other_company(&other.siren, path::encode(&page))).into_response()
}

/// Returns the page of a question, or of the files of a draft.
fn page_of(object: Object) -> String {
    match object {
        Object::Question(id) => path::question(id),
        Object::Draft(id) => path::draft_files(id),
        Object::Attachment(id) => path::attachment(id),
    }
}

/// `GET /profil/donnees/archive/{id}`: downloads the copy of one's personal data, after a recent authentication.
pub async fn personal_data(
    Extension(context): Extension<RequestContext>,
    Path(id): Path<ArchiveId>,
) -> Response {
    let reauthenticate =
        || Redirect::to(&path::with_return(path::REAUTHENTICATION, path::MY_DATA)).into_response();
    let Some(session) = &context.session else { return reauthenticate() };
    match personal_data::open_export(&context.portal, session, id).await {
        Ok(file) => send(&file.name, file.content),
        Err(Error::Invalid(problems))
            if problems.iter().any(|one| one.problem == Problem::ReauthenticationRequired) =>
        {
            reauthenticate()
        }
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /messagerie/archive/{id}`: downloads an archive of the exchanges of the current company.
pub async fn exchanges(Extension(context): Extension<RequestContext>, Path(id): Path<ArchiveId>) -> Response {
    let sign_in = || Redirect::to(&path::with_return(path::SIGN_IN, path::EXCHANGES_ARCHIVE)).into_response();
    let Some(session) = &context.session else { return sign_in() };
    if matches!(session.visitor, Visitor::Anonymous) {
        return sign_in();
    }
    match messaging::open_exchanges(&context.portal, session, id).await {
        Ok(file) => send(&file.name, file.content),
        Err(error) => error_page::from_error(error),
    }
}

/// Sends a file that is in memory. `name`: of ASCII letters, dots and hyphens.
pub fn send_bytes(name: &'static str, bytes: Vec<u8>) -> Response {
    let size = bytes.len() as u64;
    sized(size, send_body(&plain_name(name), ANY_FILE, Body::from(bytes)))
}

/// Sends a file that is written meanwhile. `name`: see [`send_bytes`].
pub fn send_stream(name: &str, media_type: &'static str, body: Body) -> Response {
    send_body(&plain_name(name), media_type, body)
}

fn send(name: &str, content: Content) -> Response {
    let disposition = content_disposition::attachment(name);
    sized(content.size, send_body(&disposition, ANY_FILE, Body::from_stream(content.stream)))
}

fn plain_name(name: &str) -> String {
    format!("attachment; filename=\"{name}\"")
}

fn sized(size: u64, mut response: Response) -> Response {
    if response.status().is_success() {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    }
    response
}

fn send_body(disposition: &str, media_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    response.extensions_mut().insert(OwnPolicy);
    let headers = response.headers_mut();
    // The disposition is printable ASCII.
    match HeaderValue::from_str(disposition) {
        Ok(value) => headers.insert(header::CONTENT_DISPOSITION, value),
        Err(_) => return error_page::status(StatusCode::INTERNAL_SERVER_ERROR),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
