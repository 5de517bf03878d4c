use backend::{
    Error,
    notifications::{self, Notice, Notification},
};
use domain::message::Status;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/notifications`: the person's own, for the company being worked on.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.usager_session()?;
        let rights = notifications::rights_notices(visit.portal(), session).await?;
        let roles = notifications::role_notices(visit.portal(), session).await?;
        let has_notices = !rights.is_empty() || !roles.is_empty();
        let list = questions(&visit, has_notices).await?;
        let problems = visit.flash("notifications-lues").await?.unwrap_or_default().problems;
        let siren = session.siren.clone();
        let unread =
            list.iter().any(Notification::is_unread) || rights.iter().chain(&roles).any(Notice::is_unread);
        let read_all = unread.then(|| {
            view! {
                <Form action="/form/notifications-lues" page="/notifications" siren=siren class="cluster">
                    <Submit variant=Variant::Secondary>"Tout marquer comme lu"</Submit>
                </Form>
            }
        });
        Ok(view! {
            <Page
                title="Notifications"
                lead="Les étapes des questions auxquelles vous avez participé, et les changements de vos habilitations."
                trail=vec![("Tableau de bord".to_owned(), "/tableau-de-bord".to_owned())]
                follows_messages=true
            >
                <ErrorSummary problems/>
                {read_all}
                {own("roles", "Vos rôles d’administrateur général", "/entreprises/administrateurs", &roles)}
                {own("habilitations", "Vos habilitations", "/profil/habilitations/historique", &rights)}
                {lines(&list, !has_notices)}
            </Page>
        }
        .into_any())
    })
}

/// Those of the company being worked on. Who holds nothing there any more, or has chosen none, still reads what became of
/// their rights; with nothing to read they are led to the choice, or told which right is missing.
async fn questions(visit: &Visit, has_notices: bool) -> Result<Vec<Notification>, Stop> {
    if !has_notices {
        visit.siren()?;
    }
    match notifications::list(visit.portal(), visit.usager_session()?).await {
        Err(Error::Refused(_) | Error::NotFound) if has_notices => Ok(Vec::new()),
        list => Ok(list?),
    }
}

/// What became of the person's own rights or roles; each line leads to where they are.
fn own(id: &'static str, title: &'static str, href: &'static str, notices: &[Notice]) -> Option<AnyView> {
    let line = |told: &Notice| {
        view! {
            <li>
                <a class="choice" href=href>
                    <span class="choice__title">{told.sentence.clone()} {news(told.is_unread())}</span>
                    <span class="choice__text">
                        <time datetime=told.created_at.rfc3339()>{told.created_at.french_minute()}</time>
                    </span>
                </a>
            </li>
        }
    };
    (!notices.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="choices">{notices.iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn news(unread: bool) -> Option<impl IntoView> {
    unread.then(|| view! { " " <Tag tone=Tone::Info>"Nouveau"</Tag> })
}

/// Questions have a heading of their own only beside another list.
fn lines(list: &[Notification], alone: bool) -> Option<AnyView> {
    if list.is_empty() && !alone {
        return None;
    }
    let heading = (!alone).then(|| view! { <h2>"Vos questions"</h2> });
    Some(view! { {heading} {question_lines(list)} }.into_any())
}

fn question_lines(list: &[Notification]) -> AnyView {
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
    let news = news(told.is_unread());
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
