//! Error pages.

use domain::{path, problem};
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use platform::error::Error;

use super::layout::Page;
use crate::{denial::NextStepLinks, ui};

/// Renders an error page and sets the status of the response.
pub fn failure(error: Error) -> AnyView {
    let step = match &error {
        Error::Refused(denial) => denial.next_step(),
        _ => None,
    };
    let failure = Failure::of(error);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(failure.status);
        if let Some(seconds) = failure.retry_after_seconds {
            response.insert_header(HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
        }
    }
    view! {
        <Page title=failure.title>
            <p>{failure.text}</p>
            {step.map(|step| view! { <NextStepLinks step/> })}
            <p class="cluster">
                <ui::ButtonLink href=path::HOME>"Revenir à l’accueil"</ui::ButtonLink>
                <ui::ButtonLink href=path::HELP variant=ui::Variant::Secondary>"Obtenir de l’aide"</ui::ButtonLink>
            </p>
        </Page>
    }
    .into_any()
}

/// An error as shown to a person: title, explanation and next step.
pub struct Failure {
    pub status: StatusCode,
    pub title: &'static str,
    pub text: String,
    pub retry_after_seconds: Option<u32>,
}

impl Failure {
    pub fn of(error: Error) -> Failure {
        let (status, retry_after_seconds) = match &error {
            // A hidden refusal must be indistinguishable from an unknown address.
            Error::Refused(denial) if !denial.hidden => (StatusCode::FORBIDDEN, None),
            Error::NotFound | Error::Refused(_) => (StatusCode::NOT_FOUND, None),
            Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, None),
            Error::Busy { retry_after_seconds } => {
                (StatusCode::SERVICE_UNAVAILABLE, Some(*retry_after_seconds))
            }
            Error::CoOwnerDown { .. } => (StatusCode::SERVICE_UNAVAILABLE, Some(60)),
            Error::Unexpected(_) => (StatusCode::INTERNAL_SERVER_ERROR, None),
        };
        let reason = failure_reason(error);
        Failure { status, title: reason.title(), text: reason.text(), retry_after_seconds }
    }
}

/// Converts an error to the sentence shown; logs it if it is a defect.
pub fn failure_reason(error: Error) -> problem::Failure {
    match error {
        Error::Refused(denial) if !denial.hidden => {
            problem::Failure::MissingRight { explanation: denial.to_string() }
        }
        Error::NotFound | Error::Refused(_) => problem::Failure::NotFound,
        Error::Invalid(problems) => {
            let sentences: Vec<_> = problems.iter().map(|found| found.problem.to_string()).collect();
            problem::Failure::Invalid { sentences: sentences.join(" ") }
        }
        Error::Busy { .. } => problem::Failure::Busy,
        Error::CoOwnerDown { what } => problem::Failure::CoOwnerUnavailable { what },
        Error::Unexpected(cause) => {
            tracing::error!(error = format!("{cause:#}"), "unexpected failure");
            problem::Failure::Unexpected
        }
    }
}
