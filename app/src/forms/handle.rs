//! Runs the work of a form and redirects.

use std::future::Future;

use backend::accounts::sessions::Session;
use domain::{
    path,
    problem::{FieldProblem, Problem},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use platform::error::Error;

use super::{redirect::Redirect, request::FormRequest, submission::Submission};
use crate::{
    context::RequestContext,
    page::{Failure, failure_reason},
};

/// Runs the work of the form named `form` and redirects. Parks the form if the session of its sender has ended.
///
/// # Errors
/// Never: a failure is stored as a problem of the form, or answered with 503 if it cannot be stored.
pub async fn handle<F, Fut>(form: &'static str, work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    answer(form, true, work).await
}

/// Like [`handle`], for a form accepted without a session: it is never parked.
///
/// # Errors
/// As [`handle`].
pub async fn handle_from_visitor<F, Fut>(form: &'static str, work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    answer(form, false, work).await
}

async fn answer<F, Fut>(form: &'static str, needs_session: bool, work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    let response = expect_context::<ResponseOptions>();
    let Some(mut request) = use_context::<RequestContext>().and_then(FormRequest::read) else {
        response.set_status(StatusCode::BAD_REQUEST);
        return Ok(());
    };
    let submission = Submission::take(form, &mut request);
    redirect(&response, process(request, submission, needs_session, work).await);
    Ok(())
}

/// Returns the address to redirect to, whether the form is accepted, refused or parked.
async fn process<F, Fut>(
    request: FormRequest,
    submission: Submission,
    needs_session: bool,
    work: F,
) -> Result<String, Error>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    let form_page = request.page.clone();
    if let Some(ended) = request.context.ended.as_ref().filter(|ended| needs_session && ended.owner.is_some())
    {
        return submission.park(ended).await;
    }
    if is_another_company(&submission.company, &request.session) {
        let explained = path::company_changed(path::encode(&submission.company), path::encode(&form_page));
        return submission.refuse(vec![whole_form(Problem::CompanyChanged)]).await.map(|()| explained);
    }
    match work(request).await {
        Ok(redirect) => submission.store_flash(redirect.notice).await.map(|()| redirect.to),
        Err(Error::Invalid(problems)) => submission.refuse(problems).await.map(|()| form_page),
        Err(error) => {
            let problem = Problem::Failed { failure: failure_reason(error) };
            submission.refuse(vec![whole_form(problem)]).await.map(|()| form_page)
        }
    }
}

/// Parks a form that was not submitted: the browser posts it when the session of its page has ended. `_formulaire` is
/// the name of the form. Does nothing if the session is active: the page still has the input.
///
/// # Errors
/// As [`handle`].
pub async fn park() -> Result<(), ServerFnError> {
    let response = expect_context::<ResponseOptions>();
    let Some(mut request) = use_context::<RequestContext>().and_then(FormRequest::read) else {
        response.set_status(StatusCode::BAD_REQUEST);
        return Ok(());
    };
    let submission = Submission::take("", &mut request);
    let to = match request.context.ended.filter(|ended| ended.owner.is_some()) {
        Some(ended) if !submission.form.is_empty() => submission.park(&ended).await,
        _ => Ok(submission.page),
    };
    redirect(&response, to);
    Ok(())
}

/// Returns `true` if the form's page showed another company than the chosen one: it must not be processed for the wrong
/// company (mission §3.2).
fn is_another_company(shown: &str, session: &Session) -> bool {
    !shown.is_empty() && session.siren.as_ref().is_none_or(|siren| siren.as_str() != shown)
}

fn whole_form(problem: Problem) -> FieldProblem {
    FieldProblem { field: String::new(), problem }
}

/// Answers 303, or the status of the error if the flash could not be stored.
fn redirect(response: &ResponseOptions, to: Result<String, Error>) {
    match to.map(|to| HeaderValue::from_str(&to)) {
        Ok(Ok(location)) => {
            response.set_status(StatusCode::SEE_OTHER);
            response.insert_header(header::LOCATION, location);
        }
        Ok(Err(_)) => response.set_status(StatusCode::BAD_REQUEST),
        Err(error) => {
            let failure = Failure::of(error);
            response.set_status(failure.status);
            let seconds = failure.retry_after_seconds.unwrap_or(5);
            response.insert_header(HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
        }
    }
}
