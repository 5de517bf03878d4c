use backend::{
    Portal,
    accounts::sessions::Session,
    messaging::{self, DraftSummary, Filter, ListedQuestion, QuestionList, notifications},
};
use domain::{
    limited_count::LimitedCount,
    path::{self, QUESTIONS},
    question::Status,
    siren::Siren,
};
use leptos::prelude::*;

use super::server::DeleteDraft;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// `/messagerie?etat=…&recherche=…&avant=…`: the person's drafts, then the company's questions.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let siren = request.siren()?.clone();
        let (portal, session) = (request.portal(), request.usager_session()?);
        let filter = filter(&request);
        let (drafts, listing) =
            (drafts(portal, session, &filter).await?, messaging::list(portal, session, &filter).await?);
        let notifications_label = match notifications::unread_count(portal, session).await? {
            LimitedCount::ZERO => "Notifications".to_owned(),
            count => format!("Notifications ({})", count.with_noun("nouvelle", "nouvelles")),
        };
        let number = request.page_number().max(1);
        let detail = list_detail(filter_detail(&filter), if filter.after.is_some() { number } else { 1 }, 0);
        Ok(view! {
            <Page
                title="Messagerie sécurisée"
                detail=detail
                lead="Vos échanges avec les services des douanes, partagés avec vos collègues habilités."
                trail=Vec::new()
                wide=true
                refresh_on_messages=true
            >
                <p class="cluster">
                    <ButtonLink href=path::NEW_QUESTION>"Poser une question"</ButtonLink>
                    <ButtonLink href=path::NOTIFICATIONS variant=Variant::Secondary>{notifications_label}</ButtonLink>
                    <ButtonLink href=path::APPOINTMENTS variant=Variant::Secondary>"Rendez-vous"</ButtonLink>
                    <ButtonLink href=path::EXCHANGES_ARCHIVE variant=Variant::Secondary>"Archiver les échanges"</ButtonLink>
                </p>
                {drafts_block(drafts, &siren, &request.path)}
                <section class="stack" aria-labelledby="questions">
                    <h2 id="questions">"Questions posées"</h2>
                    {search(&filter)}
                    <TabLinks label="État des questions" tabs=tabs(&filter)/>
                    {questions(listing, &filter, number)}
                </section>
            </Page>
        }
        .into_any())
    })
}

fn filter(request: &PageRequest) -> Filter {
    Filter {
        status: request.query("etat").and_then(Status::from_code),
        search: request.query("recherche").unwrap_or_default().chars().take(120).collect(),
        after: request.query("avant").map(str::to_owned),
    }
}

/// Drafts, listed only on the first, unfiltered page.
async fn drafts(
    portal: &Portal,
    session: &Session,
    filter: &Filter,
) -> Result<Vec<DraftSummary>, platform::Error> {
    if filter.after.is_some() || filter.status.is_some() || !filter.search.is_empty() {
        return Ok(Vec::new());
    }
    messaging::drafts(portal, session).await
}

/// Address of the list with another status or position.
fn address(status: Option<Status>, search: &str, after: Option<&str>) -> String {
    let search = (!search.is_empty()).then_some(search);
    let parts = [("etat", status.map(Status::code)), ("recherche", search), ("avant", after)];
    let query: Vec<String> = parts
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", path::encode(value.as_ref()?))))
        .collect();
    if query.is_empty() { path::QUESTIONS.to_owned() } else { format!("{QUESTIONS}?{}", query.join("&")) }
}

fn tabs(filter: &Filter) -> Vec<TabLink> {
    let tab = |label: &str, status: Option<Status>| TabLink {
        label: label.to_owned(),
        href: address(status, &filter.search, None),
        current: filter.status == status,
        count: None,
    };
    vec![
        tab("Toutes", None),
        tab("Transmises", Some(Status::Transmis)),
        tab("Prises en charge", Some(Status::PrisEnCharge)),
        tab("Précisions demandées", Some(Status::Precisions)),
        tab("Répondues", Some(Status::Repondu)),
        tab("Closes", Some(Status::Clos)),
    ]
}

fn search(filter: &Filter) -> impl IntoView + use<> {
    let (label, state) =
        ("Rechercher par numéro, objet, motif ou mots des messages", filter.status.map(Status::code));
    search_form(path::QUESTIONS, label, &filter.search, state, address(filter.status, "", None))
}

fn drafts_block(drafts: Vec<DraftSummary>, siren: &Siren, page: &str) -> Option<impl IntoView + use<>> {
    let title = match drafts.len() {
        1 => "1 brouillon à reprendre".to_owned(),
        many => format!("{many} brouillons à reprendre"),
    };
    (!drafts.is_empty()).then(|| {
        let columns = [
            Column::text("Objet"),
            Column::wide("Motif"),
            Column::text("Modifié le"),
            Column::amount("Fichiers"),
            Column::text("Action"),
        ];
        let table = Table::with_hidden_caption("Vos brouillons", &columns)
            .rows(&drafts, |row, draft| draft_row(row, draft, siren, page))
            .finish();
        view! {
            <details class="disclosure">
                <summary>
                    <h2 class="disclosure__title" id="brouillons">{title}</h2>
                </summary>
                {table}
                <p class="muted small">"Un brouillon est conservé 90\u{a0}jours après sa dernière modification."</p>
            </details>
        }
    })
}

fn draft_row(row: &mut Row<'_>, draft: &DraftSummary, siren: &Siren, page: &str) {
    row.cell().link(path::draft(draft.id), draft.subject());
    row.cell().text(&draft.motif().title);
    row.cell().minute(draft.updated_at);
    row.cell().text(draft.files);
    let (id, hidden) = (draft.id.to_string(), format!("\u{a0}: {}", draft.subject()));
    row.cell().view(view! {
        <Form action=DeleteDraft::ACTION page=page.to_owned() siren=Some(siren.clone()) class="cluster">
            <input type="hidden" name="brouillon" value=id/>
            <RowSubmit label="Supprimer">{hidden}</RowSubmit>
        </Form>
    });
}

/// The filters in words, for the title of the page.
fn filter_detail(filter: &Filter) -> impl Iterator<Item = String> + use<> {
    let status = tabs(filter)
        .into_iter()
        .find(|tab| tab.current)
        .map(|tab| format!("questions {}", tab.label.to_lowercase()));
    status.filter(|_| filter.status.is_some()).into_iter().chain(search_detail(&filter.search))
}

/// `number`: of the page, in its address for its title only: the list is read by cursor.
fn questions(listing: QuestionList, filter: &Filter, number: u32) -> AnyView {
    if listing.questions.is_empty() {
        return no_question(filter);
    }
    let address = |after| address(filter.status, &filter.search, after);
    let first = filter.after.is_some().then(|| ("Revenir aux plus récentes", address(None)));
    let number = if filter.after.is_some() { number } else { 1 };
    let next = listing.next.as_deref().map(|next| {
        ("Questions plus anciennes", format!("{}&page={}", address(Some(next)), number.saturating_add(1)))
    });
    let columns = [
        Column::text("Objet"),
        Column::text("Numéro"),
        Column::wide("Service"),
        Column::text("Posée le"),
        Column::text("État"),
    ];
    let table = Table::new("Questions de l’entreprise, les plus récemment mises à jour en premier", &columns)
        .rows(&listing.questions, question_row)
        .finish();
    view! { {table} <CursorPagination first next/> }.into_any()
}

fn question_row(row: &mut Row<'_>, listed: &ListedQuestion) {
    let question = &listed.conversation;
    subject(row.cell(), listed);
    row.cell().reference(&question.number);
    row.cell().text(&question.service_name);
    row.cell().date(question.asked_at.day());
    row.cell().status(question.status());
}

fn subject(mut cell: Cell<'_>, listed: &ListedQuestion) {
    cell.link(path::question(listed.conversation.id), &listed.conversation.subject);
    if listed.is_unread() {
        cell.text(" ").tag(Tone::Info, "Nouveau");
    }
}

fn no_question(filter: &Filter) -> AnyView {
    if filter.search.is_empty() && filter.status.is_none() {
        return view! {
            <EmptyState title="Aucune question pour le moment">
                <p>"Choisissez un motif\u{a0}: le formulaire vous guide et votre question est transmise au service \
                    compétent."</p>
                <ButtonLink href=path::NEW_QUESTION>"Poser une question"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title="Aucune question ne correspond">
            <p>"Essayez d’autres mots, ou affichez toutes les questions."</p>
            <ButtonLink href=path::QUESTIONS variant=Variant::Secondary>"Afficher toutes les questions"</ButtonLink>
        </EmptyState>
    }
    .into_any()
}
