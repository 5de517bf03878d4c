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
    answer(form, Sender::SignedIn, work).await
}

/// Handles a form that visitors send, which needs no session and is never parked. If the browser refuses cookies, the work
/// is not done, and a page says so.
///
/// # Errors
/// As [`handle`].
pub async fn handle_from_visitor<F, Fut>(form: &'static str, work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    answer(form, Sender::Visitor, work).await
}

/// Like [`handle_from_visitor`], for a form that is useful to a browser that refuses cookies.
///
/// # Errors
/// As [`handle`].
pub async fn handle_without_cookies<F, Fut>(form: &'static str, work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    answer(form, Sender::VisitorWithoutCookies, work).await
}

/// Runs the work of a form that a script sends while it is typed, and shows no page after it: the form's page has the input.
/// Responds with 204 if it is done, 409 if the page is out of date (other person, company or text), otherwise with the
/// status of the error.
///
/// # Errors
/// Never.
pub async fn handle_in_background<F, Fut>(work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<(), Error>> + Send,
{
    let response = expect_context::<ResponseOptions>();
    let Some(mut request) = use_context::<RequestContext>().and_then(FormRequest::read) else {
        response.set_status(StatusCode::BAD_REQUEST);
        return Ok(());
    };
    let submission = Submission::take("", &mut request);
    let done = match is_up_to_date(&submission, &request).await {
        Ok(true) => work(request).await.map(|()| StatusCode::NO_CONTENT),
        Ok(false) => Ok(StatusCode::CONFLICT),
        Err(error) => Err(error),
    };
    match done {
        Ok(status) => response.set_status(status),
        Err(Error::Invalid(_)) => response.set_status(StatusCode::CONFLICT),
        Err(error) => set_failure(&response, error),
    }
    Ok(())
}

/// Returns `true` if the person and the company of the form's page are those of the session, which has not ended.
async fn is_up_to_date(submission: &Submission, request: &FormRequest) -> Result<bool, Error> {
    let ended = submission.ended_session(request).await?.is_some();
    let another = submission.is_of_another_person(&request.session)
        || is_another_company(&submission.company, &request.session);
    Ok(!ended && !another)
}

/// Senders that a form accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    SignedIn,
    Visitor,
    VisitorWithoutCookies,
}

async fn answer<F, Fut>(form: &'static str, sender: Sender, work: F) -> Result<(), ServerFnError>
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
    redirect(&response, process(request, submission, sender, work).await);
    Ok(())
}

/// Returns the address to redirect to, whether the form is accepted, refused or parked.
async fn process<F, Fut>(
    request: FormRequest,
    submission: Submission,
    sender: Sender,
    work: F,
) -> Result<String, Error>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Redirect, Error>> + Send,
{
    let form_page = request.page.clone();
    let ended = submission.ended_session(&request).await?;
    if submission.is_of_another_person(&request.session) {
        if let Some(ended) = ended {
            submission.park(&ended).await?;
        }
        return Ok(path::other_person(path::encode(&form_page)));
    }
    if let Some(ended) = ended.filter(|_| sender == Sender::SignedIn) {
        return submission.park(&ended).await;
    }
    if sender == Sender::Visitor && request.refuses_cookies() {
        // Shown if the browser accepts cookies after all: its probe cookie may have been deleted meanwhile.
        submission.refuse(vec![whole_form(Problem::CookieNotReturned)]).await?;
        return Ok(path::cookies_refused(path::encode(&form_page)));
    }
    if is_another_company(&submission.company, &request.session) {
        let explained = path::company_changed(path::encode(&submission.company), path::encode(&form_page));
        return submission.refuse(vec![whole_form(Problem::CompanyChanged)]).await.map(|()| explained);
    }
    let context = request.context.clone();
    let session_change = context.cookies.session_change();
    match work(request).await {
        Ok(redirect) => {
            // Sent again, the form would meet a session or a link that its first processing has used.
            if redirect.once || context.cookies.session_change() != session_change {
                context.repeatable.allow();
            }
            submission.store_flash(redirect.notice).await.map(|()| redirect.to)
        }
        Err(Error::Invalid(problems)) => submission.refuse(problems).await.map(|()| form_page),
        Err(error) => {
            let problem = Problem::Failed { failure: failure_reason(error) };
            submission.refuse(vec![whole_form(problem)]).await.map(|()| form_page)
        }
    }
}

/// Parks a form that was not submitted: the browser posts it when the session of its page has ended. `_formulaire` is
/// the name of the form. Does nothing if the session of the page is active: the page still has the input.
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
    let to = match submission.ended_session(&request).await {
        Ok(Some(ended)) if !submission.form.is_empty() => submission.park(&ended).await,
        Ok(_) => Ok(submission.page),
        Err(error) => Err(error),
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
        Err(error) => set_failure(response, error),
    }
}

fn set_failure(response: &ResponseOptions, error: Error) {
    let failure = Failure::of(error);
    response.set_status(failure.status);
    let seconds = failure.retry_after_seconds.unwrap_or(5);
    response.insert_header(HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
}
