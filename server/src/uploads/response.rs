//! Response to an upload: JSON for the script, a redirect to the page of the form otherwise.

use app::context::RequestContext;
use app::page;
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    accounts::flash::{self, Flash},
    messaging::{self, Attachment, AttachmentPlace},
};
use domain::{
    attachment::clean_name,
    path,
    problem::{FieldProblem, Problem, Problems},
};
use serde_json::{Value, json};

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
        Ok(files) if json => Json(stored(&page, &files)).into_response(),
        Ok(files) => added(context, &page, &files).await,
        Err(failure) => failed(context, &page, json, failure).await,
    }
}

/// Responds to a failed upload. `page`: path of the page of the form. `json`: to the script.
pub async fn failed(context: &RequestContext, page: &str, json: bool, failure: Failure) -> Response {
    match failure {
        Failure::SignedOut => signed_out(page, json),
        Failure::NotAnUpload => error_page::status(StatusCode::BAD_REQUEST),
        Failure::Slow => error_page::status(StatusCode::REQUEST_TIMEOUT),
        Failure::TooLarge(name) => {
            let problem = FieldProblem::new("fichier", Problem::FileTooLarge { name: shown_name(&name) });
            refused(context, page, json, StatusCode::PAYLOAD_TOO_LARGE, vec![problem]).await
        }
        Failure::Interrupted(name) => {
            let problem = FieldProblem::new("fichier", Problem::FileInterrupted { name: shown_name(&name) });
            refused(context, page, json, StatusCode::BAD_REQUEST, vec![problem]).await
        }
        Failure::OtherCompany(siren) => {
            let message = "Le fichier n’a pas été joint\u{a0}: cette page concerne une autre entreprise que celle pour \
                           laquelle vous travaillez maintenant.";
            explained(&path::upload_to_other_company(path::encode(&siren), path::encode(page)), message, json)
        }
        Failure::OtherPerson => {
            let message = "Le fichier n’a pas été joint\u{a0}: cette page a été ouverte avec un autre compte que celui \
                           qui est maintenant connecté.";
            explained(&path::upload_of_other_person(path::encode(page)), message, json)
        }
        Failure::Refused(platform::Error::Invalid(problems)) => {
            refused(context, page, json, StatusCode::UNPROCESSABLE_ENTITY, problems).await
        }
        Failure::Refused(platform::Error::Refused(denial)) if !denial.hidden => error_page::with_text(
            StatusCode::FORBIDDEN,
            "Il vous manque un droit",
            &format!("{denial} {FILE_NOT_STORED}"),
        ),
        Failure::Refused(error) => error_page::from_error(error),
    }
}

/// Returns the name as the lists of files show it.
fn shown_name(name: &str) -> String {
    clean_name(name).unwrap_or_else(|| "ce fichier".to_owned())
}

/// Returns the answer to the script about files that were attached.
pub fn stored(page: &str, files: &[Attachment]) -> Value {
    let files: Vec<_> = files
        .iter()
        .map(|file| json!({ "nom": file.name, "octets": file.size, "sha256": file.sha256.as_str() }))
        .collect();
    json!({ "ok": true, "page": page, "fichiers": files })
}

/// Redirects to the page of the form, which says what was added.
async fn added(context: &RequestContext, page: &str, files: &[Attachment]) -> Response {
    let mut sentences: Vec<_> =
        files.iter().map(|file| format!("«\u{a0}{}\u{a0}» a été ajouté.", file.name)).collect();
    sentences.extend(place(context, files).await);
    let notice = Some(sentences.join(" "));
    let flash = Flash { form: flash::NOTICE.to_owned(), notice, ..Flash::default() };
    redirect_with(context, page, &flash).await
}

/// Says what the files were added to, and for which company. `None` if that cannot be read: the files are stored anyway.
async fn place(context: &RequestContext, files: &[Attachment]) -> Option<String> {
    let (session, file) = (context.session.as_ref()?, files.first()?);
    let place = messaging::place_of(&context.portal, session, file.id).await.ok()?;
    let files = if files.len() == 1 { "Ce fichier est joint" } else { "Ces fichiers sont joints" };
    let AttachmentPlace { number, subject, company } = place;
    let to = match number {
        Some(number) => format!("à la question {number} («\u{a0}{subject}\u{a0}»)"),
        None => format!("à la question «\u{a0}{subject}\u{a0}», à envoyer,"),
    };
    Some(format!("{files} {to} pour l’entreprise {company}."))
}

/// Sends to the page that explains why the file was not attached to the one of the form.
fn explained(explanation: &str, message: &str, json: bool) -> Response {
    if json {
        let body = json!({ "ok": false, "message": message, "page": explanation });
        return (StatusCode::CONFLICT, Json(body)).into_response();
    }
    Redirect::to(explanation).into_response()
}

fn signed_out(page: &str, json: bool) -> Response {
    let sign_in = path::sign_in_for(page);
    let sign_in = path::with_return(sign_in, page);
    if json {
        let message =
            "Votre session est terminée. Reconnectez-vous\u{a0}: les pièces déjà ajoutées sont conservées.";
        let body = json!({ "ok": false, "message": message, "page": sign_in });
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
        let mut body = json!({ "ok": false, "message": message });
        if let Some(received) = problems.iter().find_map(acknowledged) {
            body["octets"] = received.into();
        }
        return (status, Json(body)).into_response();
    }
    let flash = Flash { form: page::UPLOAD.to_owned(), problems, ..Flash::default() };
    redirect_with(context, page, &flash).await
}

/// Returns the offset at which an upload in pieces continues.
fn acknowledged(found: &FieldProblem) -> Option<u64> {
    match found.problem {
        Problem::PieceOutOfOrder { received, .. } => Some(received),
        _ => None,
    }
}

/// Stores the flash for the page and redirects there.
async fn redirect_with(context: &RequestContext, page: &str, flash: &Flash) -> Response {
    if let Some(session) = &context.session
        && let Err(error) = flash::store(&context.portal, session.id, flash).await
    {
        return error_page::from_error(error);
    }
    Redirect::to(page).into_response()
}
