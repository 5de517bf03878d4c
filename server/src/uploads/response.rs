//! Response to an upload: JSON for the script, a redirect to the page of the form otherwise.

use app::context::RequestContext;
use app::page;
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    accounts::flash::{self, Flash},
    messaging::Attachment,
};
use domain::{
    attachment::clean_name,
    path,
    problem::{FieldProblem, Problem, Problems},
};

use super::{failure::Failure, fields::Fields};
use crate::error_page;

/// A right can be withdrawn during an upload.
const FILE_NOT_STORED: &str = "Le fichier n’a pas été enregistré\u{a0}; votre brouillon est conservé et redeviendra \
                               accessible si ce droit vous est rendu.";

/// Responds to an upload. `form_page` is the page of the form, used if the request does not name a valid one.
pub async fn respond(
    context: &RequestContext,
    headers: &HeaderMap,
    form_page: String,
    fields: Fields,
    received: Result<Vec<Attachment>, Failure>,
) -> Response {
    let page = path::local(&fields.page).map_or(form_page, str::to_owned);
    let json = error_page::wants_json(headers);
    match received {
        Ok(files) if json => stored(&page, &files),
        Ok(_) => Redirect::to(&page).into_response(),
        Err(Failure::SignedOut) => signed_out(&page, json),
        Err(Failure::NotAnUpload) => error_page::status(StatusCode::BAD_REQUEST),
        Err(Failure::Slow) => error_page::status(StatusCode::REQUEST_TIMEOUT),
        Err(Failure::TooLarge(name)) => {
            let problem = FieldProblem::new("fichier", Problem::FileTooLarge { name: shown_name(&name) });
            refused(context, &page, json, StatusCode::PAYLOAD_TOO_LARGE, vec![problem]).await
        }
        Err(Failure::Interrupted(name)) => {
            let problem = FieldProblem::new("fichier", Problem::FileInterrupted { name: shown_name(&name) });
            refused(context, &page, json, StatusCode::BAD_REQUEST, vec![problem]).await
        }
        Err(Failure::Refused(platform::Error::Invalid(problems))) => {
            refused(context, &page, json, StatusCode::UNPROCESSABLE_ENTITY, problems).await
        }
        Err(Failure::Refused(platform::Error::Refused(denial))) if !denial.hidden => error_page::with_text(
            StatusCode::FORBIDDEN,
            "Il vous manque un droit",
            &format!("{denial} {FILE_NOT_STORED}"),
        ),
        Err(Failure::Refused(error)) => error_page::from_error(error),
    }
}

/// Returns the name as the lists of files show it.
fn shown_name(name: &str) -> String {
    clean_name(name).unwrap_or_else(|| "ce fichier".to_owned())
}

fn stored(page: &str, files: &[Attachment]) -> Response {
    let files: Vec<_> = files
        .iter()
        .map(|file| serde_json::json!({ "nom": file.name, "octets": file.size, "sha256": file.sha256.as_str() }))
        .collect();
    Json(serde_json::json!({ "ok": true, "page": page, "fichiers": files })).into_response()
}

fn signed_out(page: &str, json: bool) -> Response {
    let sign_in = path::sign_in_for(page);
    let sign_in = path::with_return(sign_in, page);
    if json {
        let message =
            "Votre session est terminée. Reconnectez-vous : les pièces déjà ajoutées sont conservées.";
        let body = serde_json::json!({ "ok": false, "message": message, "page": sign_in });
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    Redirect::to(&sign_in).into_response()
}

/// Returns the problems as JSON, or stores them for the page of the form and redirects there.
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
    let Some(session) = &context.session else { return error_page::status(status) };
    let flash = Flash { form: page::UPLOAD.to_owned(), problems, ..Flash::default() };
    match flash::store(&context.portal, session.id, &flash).await {
        Ok(()) => Redirect::to(page).into_response(),
        Err(error) => error_page::from_error(error),
    }
}
