use backend::{
    customs::{self, Inbox, InboxFilter, InboxView},
    directory::services::{self, Service},
    messaging::{Conversation, Urgency},
    staff,
};
use domain::{batch::CHOSEN, path};
use leptos::prelude::*;
use platform::db::Moment;

use super::{
    inbox_filters::{self, Choices, address, cleared},
    saved_views,
};
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
        let motifs = portal.motifs.current();
        let choices = Choices { services: &services, motifs: &motifs, colleagues: &colleagues };
        let number = if after.is_some() { request.page_number().max(1) } else { 1 };
        let detail = list_detail(inbox_filters::detail(&filter, &choices), number, 0);
        let filters = inbox_filters::form(&filter, &choices);
        let tabs = inbox_filters::tabs(&filter, &counts);
        let own_views = saved_views::links(&request, &filter).await?;
        let saving = saved_views::saving(&request, &filter).await?;
        // A question that arrives while the page is open is not ticked unseen.
        let ticked = request.query("cocher").is_some() && !request.context.background_refresh;
        let tick_all = format!("{}&page={number}&cocher=tout", address(&filter, after));
        let body = Shown { filter: &filter, number, now: portal.clock.now(), ticked, tick_all }.render(inbox);
        Ok(view! {
            <Page title="Questions des opérateurs" detail=detail lead=lead(&services) wide=true refresh_on_messages=true>
                <TabLinks label="Vues" tabs strip=true/>
                {own_views}
                {filters}
                {saving}
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

/// The list of a page of the inbox.
struct Shown<'a> {
    filter: &'a InboxFilter,
    /// Number of the page.
    number: u32,
    now: Moment,
    /// All questions of the page are chosen.
    ticked: bool,
    /// Address of the page with all of them chosen.
    tick_all: String,
}

impl Shown<'_> {
    fn render(self, inbox: Inbox) -> AnyView {
        let Shown { filter, number, .. } = self;
        if inbox.questions.is_empty() {
            return no_question(filter);
        }
        let first = (number > 1).then(|| ("Revenir au début", address(filter, None)));
        let next = inbox.next.as_ref().map(|next| {
            let next = address(filter, Some(next));
            ("Questions suivantes", format!("{next}&page={}", number.saturating_add(1)))
        });
        let table = self.table(&inbox.questions);
        let tick_all = (!self.ticked).then_some(self.tick_all);
        view! { <form method="get" action=path::NEW_BATCH class="stack">{table} {batch_buttons(tick_all)}</form> <CursorPagination first next/> }
            .into_any()
    }

    fn table(&self, questions: &[Conversation]) -> AnyView {
        let view = self.filter.view;
        let mut columns = vec![
            Column::text("Objet"),
            Column::text("Numéro"),
            Column::wide("Entreprise"),
            Column::wide("Motif"),
            Column::wide("Service"),
            Column::text("Reçue le"),
            Column::text("Réponse promise"),
        ];
        if view.has_assignees() {
            columns.push(Column::text("Attribuée à"));
        }
        Table::new(view.label(), &columns)
            .rows(questions, |row, question| question_row(row, question, view, self.now, self.ticked))
            .finish()
    }
}

/// Buttons for the chosen questions.
fn batch_buttons(tick_all: Option<String>) -> impl IntoView {
    let tick_all = tick_all.map(|href| view! { <a href=href>"Cocher toutes les questions de la page"</a> });
    view! {
        <p class="cluster">
            <Submit variant=Variant::Secondary>"Traiter les questions cochées"</Submit>
            {tick_all}
        </p>
    }
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

fn question_row(row: &mut Row<'_>, question: &Conversation, view: InboxView, now: Moment, ticked: bool) {
    let label = format_args!("Choisir la question {}", question.number);
    row.cell()
        .cluster()
        .checkbox(CHOSEN, question.id.simple(), label, ticked)
        .link(path::agent_question(question.id), &question.subject);
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
