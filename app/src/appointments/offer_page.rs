use backend::{
    customs::appointments::{self, AppointmentKind, Offer},
    id::ConversationId,
};
use domain::path;
use leptos::prelude::*;

use super::trail::trail;
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/rendez-vous/nouveau?question=…`: the services that offer appointments, with their kinds.
#[component]
pub fn OfferPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let offers = appointments::offers(request.portal(), request.usager_session()?).await?;
        let question = linked_question(&request);
        let content = match offers.is_empty() {
            true => none().into_any(),
            false => offers.into_iter().map(|offer| service(offer, question)).collect_view().into_any(),
        };
        Ok(view! {
            <Page
                title="Prendre rendez-vous"
                lead="Choisissez le service et la nature du rendez-vous."
                trail=trail()
            >
                {content}
            </Page>
        }
        .into_any())
    })
}

/// The question that the appointment is about, if a link names one.
pub(super) fn linked_question(request: &PageRequest) -> Option<ConversationId> {
    request.query("question").and_then(|id| id.parse().ok())
}

fn service(offer: Offer, question: Option<ConversationId>) -> impl IntoView {
    let id = format!("service-{}", offer.service.code);
    let kinds = offer.kinds.into_iter().map(|kind| item(kind, &offer.service.name, question)).collect_view();
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 class="card__title" id=id.clone()>{offer.service.name.clone()}</h2>
            <ul class="stack stack--small">{kinds}</ul>
        </section>
    }
}

/// The service follows the kind for people who hear the links out of their section.
fn item(kind: AppointmentKind, service: &str, question: Option<ConversationId>) -> impl IntoView + use<> {
    let href = match question {
        Some(question) => path::appointment_slots_about(kind.id, question),
        None => path::appointment_slots(kind.id),
    };
    let settings = kind.settings;
    let details = format!("{}, {}\u{a0}minutes", settings.channel.label(), settings.minutes);
    let service = format!(" avec {service}");
    view! {
        <li>
            <a href=href>{settings.label} <span class="visually-hidden">{service}</span></a>
            " "
            <span class="muted">{details}</span>
        </li>
    }
}

fn none() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Aucun service ne propose de rendez-vous">
            <p>"Posez votre question par la " <a href=path::NEW_QUESTION>"messagerie sécurisée"</a> "."</p>
        </Notice>
    }
}
