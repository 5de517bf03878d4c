use backend::{
    customs::{self, Inbox, InboxFilter, InboxView},
    directory::services::{self, Service},
    messaging::{Conversation, Urgency},
    staff,
};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::inbox_filters::{self, Choices, address, cleared};
use crate::{
    page::{self, Page, PageRequest, list_detail},
    ui::*,
};

/// `/agent?etat=…&service=…&motif=…&agent=…&fichiers=…&recherche=…&apres=…`: questions sent to the agent's services.
#[component]
pub fn InboxPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let agent = session.agent()?;
        let filter = inbox_filters::read(&request);
        let after = request.query("apres");
        let inbox = customs::inbox(portal, session, &filter, after).await?;
        let counts = customs::counts(portal, session).await?;
        let mut services = services::list(portal).await?;
        services.retain(|service| agent.services.contains(&service.code));
        let colleagues = staff::colleagues(portal, agent.id).await?;
        let choices = Choices { services: &services, motifs: &portal.motifs, colleagues: &colleagues };
        let number = if after.is_some() { request.page_number().max(1) } else { 1 };
        let detail = list_detail(inbox_filters::detail(&filter, &choices), number, 0);
        let filters = inbox_filters::form(&filter, &choices);
        let tabs = inbox_filters::tabs(&filter, &counts);
        let body = questions(inbox, &filter, number, portal.clock.now());
        Ok(view! {
            <Page title="Questions des opérateurs" detail=detail lead=lead(&services) wide=true>
                <TabLinks label="Vues" tabs strip=true/>
                {filters}
                {body}
                <p><ButtonLink href=path::CANNED_ANSWERS variant=Variant::Quiet>"Réponses préparées"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

/// The services of the agent.
fn lead(services: &[Service]) -> String {
    match services {
        [] => "Aucun service ne vous est attribué\u{a0}: adressez-vous à votre administrateur.".to_owned(),
        [service] => format!("Service\u{a0}: {}", service.name),
        services => {
            let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
            format!("Services\u{a0}: {}", names.join(", "))
        }
    }
}

fn questions(inbox: Inbox, filter: &InboxFilter, number: u32, now: Moment) -> AnyView {
    if inbox.questions.is_empty() {
        return no_question(filter);
    }
    let first = (number > 1).then(|| ("Revenir au début", address(filter, None)));
    let next = inbox.next.map(|next| {
        let next = address(filter, Some(&next));
        ("Questions suivantes", format!("{next}&page={}", number.saturating_add(1)))
    });
    let mut columns = vec![
        Column::text("Objet"),
        Column::text("Numéro"),
        Column::wide("Entreprise"),
        Column::wide("Motif"),
        Column::wide("Service"),
        Column::text("Reçue le"),
        Column::text("Réponse promise"),
    ];
    if filter.view.has_assignees() {
        columns.push(Column::text("Attribuée à"));
    }
    let table = Table::new(filter.view.label(), &columns)
        .rows(&inbox.questions, |row, question| question_row(row, question, filter.view, now))
        .finish();
    view! { {table} <CursorPagination first next/> }.into_any()
}

fn no_question(filter: &InboxFilter) -> AnyView {
    if cleared(filter) != *filter {
        return view! {
            <EmptyState title="Aucune question ne correspond">
                <p>"Essayez d’autres mots, d’autres filtres ou une autre vue."</p>
            </EmptyState>
        }
        .into_any();
    }
    let text = match filter.view {
        InboxView::Mine => {
            "Prenez une question de la vue «\u{a0}À attribuer\u{a0}»\u{a0}: elle apparaîtra ici."
        }
        _ => "Les questions envoyées à vos services apparaissent dans ces vues dès leur envoi.",
    };
    view! { <EmptyState title="Aucune question"><p>{text}</p></EmptyState> }.into_any()
}

fn question_row(row: &mut Row<'_>, question: &Conversation, view: InboxView, now: Moment) {
    row.cell().link(path::agent_question(question.id), &question.subject);
    row.cell().reference(&question.number);
    row.cell().text(&question.company);
    row.cell().text(&question.motif_title);
    row.cell().text(&question.service_name);
    row.cell().minute(question.asked_at);
    answer_due(row.cell(), question, now);
    if view.has_assignees() {
        let mut cell = row.cell();
        match &question.assignee_name {
            Some(name) => cell.text(name),
            None => cell.none(),
        };
    }
}

fn answer_due(mut cell: Cell<'_>, question: &Conversation, now: Moment) {
    let Some(due) = question.answer_due_at else {
        cell.none();
        return;
    };
    cell.minute(due);
    match question.urgency(now) {
        Some(Urgency::Late) => cell.text(" ").tag(Tone::Error, "En retard"),
        Some(Urgency::DueToday) => cell.text(" ").tag(Tone::Warning, "Aujourd’hui"),
        Some(Urgency::DueSoon) => cell.text(" ").tag(Tone::Warning, "Bientôt"),
        Some(Urgency::Usual) | None => &mut cell,
    };
}
