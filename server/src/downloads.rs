//! Attachments and copies of personal data, given back as files and never as pages.

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use backend::files::Content;
use backend::session::Visitor;
use backend::{Error, messaging, personal_data};
use domain::problem::Problem;
use uuid::Uuid;

use crate::error_page;
use crate::layers::headers::OwnPolicy;

/// Should a browser show the file after all, it may do nothing.
const POLICY: &str =
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// `GET /pieces/{id}`: a file that is not theirs does not exist for them.
pub async fn attachment(Extension(context): Extension<RequestContext>, Path(id): Path<Uuid>) -> Response {
    let Some(session) = &context.session else {
        return Redirect::to(&format!("/connexion?retour=/pieces/{id}")).into_response();
    };
    match messaging::open_attachment(&context.portal, session, id).await {
        Ok(download) => send(&download.attachment.name, download.content),
        Err(Error::NotFound) if matches!(session.visitor, Visitor::Anonymous) => {
            Redirect::to(&format!("/connexion?retour=/pieces/{id}")).into_response()
        }
        Err(error) => error_page::of(error),
    }
}

/// `GET /profil/donnees/archive/{id}`: the copy of who asks, who proved it a short while ago.
pub async fn personal_data(Extension(context): Extension<RequestContext>, Path(id): Path<Uuid>) -> Response {
    let proof = || Redirect::to("/connexion/preuve?retour=/profil/donnees").into_response();
    let Some(session) = &context.session else { return proof() };
    match personal_data::open_export(&context.portal, session, id).await {
        Ok(file) => send(&file.name, file.content),
        Err(Error::Invalid(problems)) if problems.iter().any(|one| one.problem == Problem::ProofNeeded) => {
            proof()
        }
        Err(error) => error_page::of(error),
    }
}

fn send(name: &str, content: Content) -> Response {
    let disposition = disposition(name);
    let mut response = Response::new(Body::from_stream(content.stream));
    response.extensions_mut().insert(OwnPolicy);
    let headers = response.headers_mut();
    // Names are made of visible characters and percent signs only, so that they always fit.
    match HeaderValue::from_str(&disposition) {
        Ok(value) => headers.insert(header::CONTENT_DISPOSITION, value),
        Err(_) => return error_page::bare(StatusCode::INTERNAL_SERVER_ERROR),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(content.size));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `attachment` with a plain name for old browsers and the true one as RFC 5987 writes it.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ' ' => character,
            _ => '_',
        })
        .collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~".contains(&byte) {
            exact.push(char::from(byte));
        } else {
            exact.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn names_cannot_leave_their_header() {
        assert_eq!(
            disposition("été \"2026\"\r\nx: y;.pdf"),
            "attachment; filename=\"_t_ _2026___x_ y_.pdf\"; \
             filename*=UTF-8''%C3%A9t%C3%A9%20%222026%22%0D%0Ax%3A%20y%3B.pdf"
        );
    }
}
