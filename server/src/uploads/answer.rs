//! Says how an upload went: JSON to the script, the form's page to the others.

use app::context::RequestContext;
use app::page;
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use backend::flash::{self, Flash};
use backend::messaging::Attachment;
use domain::problem::{FieldProblem, Problem, Problems};

use super::Target;
use super::receive::Fields;
use crate::error_page;

/// A right may go while the file is on its way.
const NOT_KEPT: &str =
    "Le fichier n’a pas été gardé\u{a0}; votre brouillon, lui, vous attend si ce droit vous est rendu.";

/// Why nothing (more) was received.
pub enum Failure {
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// Over 10 MB; the file's name when it is known.
    TooLarge(String),
    /// The connection broke within the file of this name.
    Interrupted(String),
    Slow,
    /// Not what our forms send.
    NotAnUpload,
    /// A use case refused.
    Refused(backend::Error),
}

impl From<backend::Error> for Failure {
    fn from(error: backend::Error) -> Self {
        Failure::Refused(error)
    }
}

pub async fn answer(
    context: &RequestContext,
    headers: &HeaderMap,
    target: Target,
    fields: Fields,
    received: Result<Vec<Attachment>, Failure>,
) -> Response {
    let page = page::local(&fields.page).map_or(target.page, str::to_owned);
    let json = error_page::wants_json(headers);
    match received {
        Ok(files) if json => done(&page, &files),
        Ok(_) => Redirect::to(&page).into_response(),
        Err(Failure::SignedOut) => signed_out(&page, json),
        Err(Failure::NotAnUpload) => error_page::bare(StatusCode::BAD_REQUEST),
        Err(Failure::Slow) => error_page::bare(StatusCode::REQUEST_TIMEOUT),
        Err(Failure::TooLarge(name)) => {
            let problem = FieldProblem::new("fichier", Problem::FileTooLarge { name: shown(name) });
            refused(context, &page, json, StatusCode::PAYLOAD_TOO_LARGE, vec![problem]).await
        }
        Err(Failure::Interrupted(name)) => {
            let problem = FieldProblem::new("fichier", Problem::FileInterrupted { name: shown(name) });
            refused(context, &page, json, StatusCode::BAD_REQUEST, vec![problem]).await
        }
        Err(Failure::Refused(backend::Error::Invalid(problems))) => {
            refused(context, &page, json, StatusCode::UNPROCESSABLE_ENTITY, problems).await
        }
        Err(Failure::Refused(backend::Error::Refused(denial))) if !denial.hidden => error_page::saying(
            StatusCode::FORBIDDEN,
            "Il vous manque un droit",
            &format!("{denial} {NOT_KEPT}"),
        ),
        Err(Failure::Refused(error)) => error_page::of(error),
    }
}

fn shown(name: String) -> String {
    if name.is_empty() { "ce fichier".to_owned() } else { name }
}

fn done(page: &str, files: &[Attachment]) -> Response {
    let files: Vec<_> = files
        .iter()
        .map(|file| serde_json::json!({ "nom": file.name, "octets": file.size, "sha256": file.sha256.as_str() }))
        .collect();
    Json(serde_json::json!({ "ok": true, "page": page, "fichiers": files })).into_response()
}

fn signed_out(page: &str, json: bool) -> Response {
    let sign_in = if page.starts_with("/agent") { "/agent/connexion" } else { "/connexion" };
    let sign_in = format!("{sign_in}?retour={}", page::encode(page));
    if json {
        let message =
            "Votre session est terminée. Reconnectez-vous : les pièces déjà ajoutées sont conservées.";
        let body = serde_json::json!({ "ok": false, "message": message, "page": sign_in });
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    Redirect::to(&sign_in).into_response()
}

/// The problems in the answer, or on the page of the form.
async fn refused(
    context: &RequestContext,
    page: &str,
    json: bool,
    status: StatusCode,
    problems: Problems,
) -> Response {
    if json {
        let message = problems.iter().map(|found| found.problem.to_string()).collect::<Vec<_>>().join(" ");
        return (status, Json(serde_json::json!({ "ok": false, "message": message }))).into_response();
    }
    let Some(session) = &context.session else { return error_page::bare(status) };
    let kept = Flash { form: page::UPLOAD.to_owned(), problems, ..Flash::default() };
    match flash::keep(&context.portal, session.id, &kept).await {
        Ok(()) => Redirect::to(page).into_response(),
        Err(error) => error_page::of(error),
    }
}
