use backend::{
    companies::notices::{self, Notice},
    messaging::notifications::{self, Notification},
};
use domain::{
    path,
    question::{ServiceAct, Status},
};
use leptos::prelude::*;
use platform::Error;

use super::{read_all, server::MarkAllRead};
use crate::{
    forms::Endpoint,
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/notifications`: the person's notifications, for the selected company.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let rights = notices::rights_notices(request.portal(), session).await?;
        let roles = notices::role_notices(request.portal(), session).await?;
        let has_notices = !rights.is_empty() || !roles.is_empty();
        let list = questions(&request, has_notices).await?;
        let problems = request.problems(&[MarkAllRead::NAME]).await?;
        let siren = session.siren.clone();
        let unread =
            list.iter().any(Notification::is_unread) || rights.iter().chain(&roles).any(Notice::is_unread);
        let read_all = read_all(unread, MarkAllRead::ACTION, path::NOTIFICATIONS, siren);
        Ok(view! {
            <Page
                title="Notifications"
                lead="Les étapes des questions que vous suivez, et les changements de vos habilitations."
                trail=Vec::new()
                refresh_on_messages=true
            >
                <ErrorSummary problems/>
                {read_all}
                {notice_section("roles", "Vos rôles d’administrateur général", path::COMPANY_ADMINS, &roles)}
                {notice_section("habilitations", "Vos habilitations", path::RIGHTS_HISTORY, &rights)}
                {question_section(&list, !has_notices)}
            </Page>
        }
        .into_any())
    })
}

/// Notifications about questions of the selected company. A person without a company, or without rights on it, still
/// reads the notices about their rights; without such notices, they are redirected to the selection or see which right
/// is missing.
async fn questions(request: &PageRequest, has_notices: bool) -> Result<Vec<Notification>, Stop> {
    if !has_notices {
        request.siren()?;
    }
    match notifications::list(request.portal(), request.usager_session()?).await {
        Err(Error::Refused(_) | Error::NotFound) if has_notices => Ok(Vec::new()),
        list => Ok(list?),
    }
}

/// Notices about the person's rights or roles, each linking to `href`.
fn notice_section(
    id: &'static str,
    title: &'static str,
    href: &'static str,
    notices: &[Notice],
) -> Option<AnyView> {
    let line = |notice: &Notice| {
        view! {
            <li>
                <a class="choice" href=href>
                    <span class="choice__title">{notice.sentence.clone()} {unread_tag(notice.is_unread())}</span>
                    <span class="choice__text">
                        <Time at=notice.created_at/>
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

/// Mark of a notification that was not read.
pub(super) fn unread_tag(unread: bool) -> Option<impl IntoView> {
    unread.then(|| view! { " " <Tag tone=Tone::Info>"Nouveau"</Tag> })
}

/// List of questions; with a heading only when there are other lists.
fn question_section(list: &[Notification], alone: bool) -> Option<AnyView> {
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
                <p>"Chaque étape du traitement des questions que vous suivez s’affichera ici. Un courriel vous préviendra \
                    aussi, selon vos choix de messages."</p>
            </EmptyState>
        }
        .into_any();
    }
    let lines = list.iter().map(line).collect_view();
    view! { <ul class="choices">{lines}</ul> }.into_any()
}

/// Words before the name of the service.
fn step_words(act: ServiceAct) -> &'static str {
    match act {
        ServiceAct::Reached(Status::Transmis) => "Question transmise au service",
        ServiceAct::Reached(Status::PrisEnCharge) => "Question prise en charge par le service",
        ServiceAct::Reached(Status::Precisions) => "Précisions demandées par le service",
        ServiceAct::Reached(Status::Repondu) => "Réponse du service",
        ServiceAct::Reached(Status::Clos) => "Question close par le service",
        ServiceAct::Merged => "Question rapprochée d’une autre par le service",
        ServiceAct::Separated => "Question de nouveau traitée à part par le service",
    }
}

fn line(notification: &Notification) -> AnyView {
    let unread_tag = unread_tag(notification.is_unread());
    let service = notification.service_name.clone();
    let text = format!("{} {service}", step_words(notification.step()));
    view! {
        <li>
            <a class="choice" href=path::question(notification.conversation)>
                <span class="choice__title">{notification.subject.clone()} {unread_tag}</span>
                <span class="choice__text">{text}</span>
                <span class="choice__text">
                    {format!("{} · ", notification.number)} <Time at=notification.created_at/>
                </span>
            </a>
        </li>
    }
    .into_any()
}
