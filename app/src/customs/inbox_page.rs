use backend::{
    customs::{self, Inbox, InboxCounts, InboxPart},
    messaging::Conversation,
    staff,
};
use domain::path::{self, AGENT_INBOX};
use leptos::prelude::*;
use platform::db::Moment;

use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// `/agent?etat=…&recherche=…&apres=…`: questions sent to the agent's services.
#[component]
pub fn InboxPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let agent = session.agent()?.id;
        let filter = Filter {
            part: request.query("etat").and_then(InboxPart::from_code).unwrap_or_default(),
            search: request.query("recherche").unwrap_or_default().chars().take(120).collect(),
        };
        let after = request.query("apres");
        let inbox = customs::inbox(portal, session, filter.part, &filter.search, after).await?;
        let counts = customs::counts(portal, agent).await?;
        let services = staff::service_names(portal, agent).await?;
        let lead = match services.as_slice() {
            [] => {
                "Aucun service ne vous est attribué\u{a0}: adressez-vous à votre administrateur.".to_owned()
            }
            [service] => format!("Service\u{a0}: {service}"),
            services => format!("Services\u{a0}: {}", services.join(", ")),
        };
        let number = if after.is_some() { request.page_number().max(1) } else { 1 };
        let filters = [filter.part.label().to_lowercase()].into_iter().chain(search_detail(&filter.search));
        let detail = list_detail(filters, number, 0);
        let body = questions(inbox, &filter, number, portal.clock.now());
        Ok(view! {
            <Page title="Questions des opérateurs" detail=detail lead=lead wide=true>
                {search(&filter)}
                <TabLinks label="État des questions" tabs=tabs(&filter, counts)/>
                {body}
            </Page>
        }
        .into_any())
    })
}

/// Selection of the questions to list.
struct Filter {
    part: InboxPart,
    search: String,
}

/// Address of a part of the inbox, with the search.
fn address(part: InboxPart, search: &str, after: Option<&str>) -> String {
    let parameter = |name, value: &str| format!("&{name}={}", path::encode(value));
    let search = if search.is_empty() { String::new() } else { parameter("recherche", search) };
    let after = after.map(|after| parameter("apres", after)).unwrap_or_default();
    format!("{AGENT_INBOX}?etat={}{search}{after}", part.code())
}

fn search(filter: &Filter) -> impl IntoView + use<> {
    let label = "Rechercher par numéro, objet, motif ou entreprise";
    search_form(AGENT_INBOX, label, &filter.search, Some(filter.part.code()), address(filter.part, "", None))
}

fn tabs(filter: &Filter, counts: InboxCounts) -> Vec<TabLink> {
    let count = |part| match part {
        InboxPart::ToTakeInCharge => Some(counts.to_take_in_charge),
        InboxPart::InProgress => Some(counts.in_progress),
        InboxPart::Answered | InboxPart::Closed => None,
    };
    let tab = |part: InboxPart| TabLink {
        label: part.label().to_owned(),
        href: address(part, &filter.search, None),
        current: part == filter.part,
        count: count(part),
    };
    InboxPart::ALL.into_iter().map(tab).collect()
}

fn questions(inbox: Inbox, filter: &Filter, number: u32, now: Moment) -> AnyView {
    if inbox.questions.is_empty() && !filter.search.is_empty() {
        return view! {
            <EmptyState title="Aucune question ne correspond">
                <p>"Essayez d’autres mots, ou un autre état."</p>
            </EmptyState>
        }
        .into_any();
    }
    if inbox.questions.is_empty() {
        return view! {
            <EmptyState title="Aucune question">
                <p>"Les questions envoyées à vos services apparaissent dans cette liste dès leur envoi."</p>
            </EmptyState>
        }
        .into_any();
    }
    let first = (number > 1).then(|| ("Revenir au début", address(filter.part, &filter.search, None)));
    let next = inbox.next.map(|next| {
        let next = address(filter.part, &filter.search, Some(&next));
        ("Questions suivantes", format!("{next}&page={}", number.saturating_add(1)))
    });
    let columns = [
        Column::text("Objet"),
        Column::text("Numéro"),
        Column::wide("Entreprise"),
        Column::wide("Motif"),
        Column::wide("Service"),
        Column::text("Reçue le"),
        Column::text("Réponse promise"),
    ];
    let table = Table::new(filter.part.label(), &columns)
        .rows(&inbox.questions, |row, question| question_row(row, question, now))
        .finish();
    view! { {table} <CursorPagination first next/> }.into_any()
}

fn question_row(row: &mut Row<'_>, question: &Conversation, now: Moment) {
    row.cell().link(path::agent_question(question.id), &question.subject);
    row.cell().reference(&question.number);
    row.cell().text(&question.company);
    row.cell().text(&question.motif_title);
    row.cell().text(&question.service_name);
    row.cell().minute(question.asked_at);
    answer_due(row.cell(), question, now);
}

fn answer_due(mut cell: Cell<'_>, question: &Conversation, now: Moment) {
    cell.date(question.answer_due_at.day());
    if question.is_late(now) {
        cell.text(" ").tag(Tone::Error, "En retard");
    }
}
