use backend::notifications::{self, Notification};
use domain::message::Status;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/notifications`: the person's own, for the company being worked on.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let siren = visit.siren()?.clone();
        let list = notifications::list(visit.portal(), visit.usager_session()?).await?;
        let problems = visit.flash("notifications-lues").await?.unwrap_or_default().problems;
        let read_all = list.iter().any(Notification::is_unread).then(|| {
            view! {
                <Form action="/form/notifications-lues" page="/notifications" siren=Some(siren) class="cluster">
                    <Submit variant=Variant::Secondary>"Tout marquer comme lu"</Submit>
                </Form>
            }
        });
        Ok(view! {
            <Page
                title="Notifications"
                lead="Les étapes des questions auxquelles vous avez participé."
                trail=vec![("Tableau de bord".to_owned(), "/tableau-de-bord".to_owned())]
            >
                <ErrorSummary problems/>
                {read_all}
                {lines(&list)}
            </Page>
        }
        .into_any())
    })
}

fn lines(list: &[Notification]) -> AnyView {
    if list.is_empty() {
        return view! {
            <EmptyState title="Aucune notification">
                <p>"Vous serez prévenu ici, et par mél pour vos propres questions, de chaque étape de leur traitement."</p>
            </EmptyState>
        }
        .into_any();
    }
    let lines = list.iter().map(line).collect_view();
    view! { <ul class="choices">{lines}</ul> }.into_any()
}

fn line(told: &Notification) -> AnyView {
    let news = told.is_unread().then(|| view! { " " <Tag tone=Tone::Info>"Nouveau"</Tag> });
    let service = told.service_name.clone();
    let text = match told.step() {
        Status::Transmis => format!("Question transmise au service {service}"),
        Status::PrisEnCharge => format!("Question prise en charge par le service {service}"),
        Status::Repondu => format!("Réponse du service {service}"),
        Status::Clos => format!("Question close par le service {service}"),
    };
    view! {
        <li>
            <a class="choice" href=format!("/messagerie/question/{}", told.conversation)>
                <span class="choice__title">{told.subject.clone()} {news}</span>
                <span class="choice__text">{text}</span>
                <span class="choice__text">
                    {format!("{} · ", told.number)} <time datetime=told.created_at.rfc3339()>{told.created_at.french_minute()}</time>
                </span>
            </a>
        </li>
    }
    .into_any()
}
