//! Errors as people read them.

use backend::error::Error;
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::Page;
use crate::{ui, why::Ways};

/// An error as a page: its status, what happened, what to do.
pub fn failure(error: Error) -> AnyView {
    let step = match &error {
        Error::Refused(denial) => denial.next_step(),
        _ => None,
    };
    let failure = Failure::of(error);
    if let Some(answer) = use_context::<ResponseOptions>() {
        answer.set_status(failure.status);
        if let Some(seconds) = failure.retry_after_seconds {
            answer.insert_header(HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
        }
    }
    view! {
        <Page title=failure.title>
            <p>{failure.text}</p>
            {step.map(|step| view! { <Ways step/> })}
            <p class="cluster">
                <ui::ButtonLink href="/">"Revenir à l’accueil"</ui::ButtonLink>
                <ui::ButtonLink href="/aide" variant=ui::Variant::Secondary>"Obtenir de l’aide"</ui::ButtonLink>
            </p>
        </Page>
    }
    .into_any()
}

/// What an error looks like to a person.
pub struct Failure {
    pub status: StatusCode,
    pub title: &'static str,
    pub text: String,
    pub retry_after_seconds: Option<u32>,
}

impl Failure {
    pub fn of(error: Error) -> Failure {
        let failure = |status, title, text: &str| Failure {
            status,
            title,
            text: text.to_owned(),
            retry_after_seconds: None,
        };
        match error {
            // A hidden refusal must look like any address that does not exist.
            Error::Refused(denial) if !denial.hidden => {
                failure(StatusCode::FORBIDDEN, "Il vous manque un droit", &denial.to_string())
            }
            Error::NotFound | Error::Refused(_) => failure(
                StatusCode::NOT_FOUND,
                "Page introuvable",
                "Cette page n’existe pas ou n’existe plus pour l’entreprise choisie. Vérifiez l’adresse, ou \
                 repartez de l’accueil.",
            ),
            Error::Invalid(problems) => Failure {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                title: "La demande n’a pas pu être traitée",
                text: problems.iter().map(|found| found.problem.to_string()).collect::<Vec<_>>().join(" "),
                retry_after_seconds: None,
            },
            Error::Busy { retry_after_seconds } => Failure {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "Service momentanément saturé",
                text: "Rien n’est perdu. Réessayez dans quelques instants.".to_owned(),
                retry_after_seconds: Some(retry_after_seconds),
            },
            Error::PartnerDown { what } => Failure {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "Un service partenaire ne répond pas",
                text: format!("{what} ne répond pas pour le moment. Réessayez dans quelques minutes."),
                retry_after_seconds: Some(60),
            },
            Error::Unexpected(cause) => {
                tracing::error!(error = format!("{cause:#}"), "unexpected failure");
                failure(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Une erreur est survenue",
                    "L’incident est enregistré. Réessayez ; s’il se reproduit, appelez l’assistance au 0809 400 210.",
                )
            }
        }
    }
}
