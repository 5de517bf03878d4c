use backend::{
    companies::CompanyView,
    oidc_provider::{self, OpenTeleservice, TeleserviceState},
};
use domain::{
    path,
    rights::{Denial, Teleservice},
};
use leptos::prelude::*;
use platform::Error;

use crate::{
    denial::NextStepLinks,
    page::{PageRequest, Stop},
    teleservices::held_rights,
    ui::{Card, ExternalLink},
};

/// What the selected company may open; an invitation to sign in for visitors.
pub async fn section(request: &PageRequest, teleservice: Teleservice) -> Result<AnyView, Stop> {
    let Ok(session) = request.usager_session() else { return Ok(sign_in(request).into_any()) };
    match oidc_provider::teleservice_state(request.portal(), session, teleservice).await {
        Ok((view, TeleserviceState::Open(opened))) => Ok(open(&view, &opened).into_any()),
        Ok((view, TeleserviceState::Closed(denial))) => Ok(denied(&view, teleservice, &denial).into_any()),
        Err(Error::NotFound) => Ok(choose(request).into_any()),
        Err(error) => Err(Stop::Error(error)),
    }
}

fn sign_in(request: &PageRequest) -> impl IntoView + use<> {
    let address = path::with_return(path::SIGN_IN, &request.path);
    view! {
        <p class="muted">
            <a href=address>"Connectez-vous"</a> " pour voir ce que votre entreprise peut ouvrir, et pourquoi."
        </p>
    }
}

fn choose(request: &PageRequest) -> impl IntoView + use<> {
    let address = path::with_return(path::COMPANIES, &request.path);
    view! {
        <p class="muted">
            <a href=address>"Choisissez une entreprise"</a> " pour voir ce qu’elle peut ouvrir, et pourquoi."
        </p>
    }
}

fn open(view: &CompanyView, opened: &OpenTeleservice) -> impl IntoView + use<> {
    let label = opened.teleservice.label();
    let button = opened.launch_address.clone().map(|address| {
        view! { <p><ExternalLink href=address class="button">"Ouvrir " {label}</ExternalLink></p> }
    });
    let sentence = format!("{}\u{a0}: vous avez des droits sur {label}.", view.raison_sociale());
    let rights = held_rights(view, &opened.held);
    view! {
        <Card title="Votre entreprise">
            <p>{sentence}</p>
            {rights}
            {button}
        </Card>
    }
}

fn denied(view: &CompanyView, teleservice: Teleservice, denial: &Denial) -> impl IntoView + use<> {
    let step = denial.next_step().map(|step| view! { <p>{step.to_string()}</p> <NextStepLinks step/> });
    let explanation = denial.explanation();
    let (company, label) = (view.raison_sociale(), teleservice.label());
    let sentence = format!("{company}\u{a0}: vous ne pouvez pas ouvrir {label}. Pourquoi\u{a0}?");
    view! {
        <Card title="Votre entreprise">
            <p>{sentence}</p>
            <p>{explanation}</p>
            {step}
        </Card>
    }
}
