use backend::{
    Portal,
    accounts::sessions::Session,
    messaging::{self, DraftSummary, Filter, ListedQuestion, QuestionList, notifications},
};
use domain::{
    path::{self, QUESTIONS},
    question::Status,
    siren::Siren,
};
use leptos::prelude::*;

use super::server::DeleteDraft;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
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
            0 => "Notifications".to_owned(),
            1 => "Notifications (1 nouvelle)".to_owned(),
            count => format!("Notifications ({count} nouvelles)"),
        };
        let trail = vec![("Tableau de bord".to_owned(), path::DASHBOARD.to_owned())];
        Ok(view! {
            <Page
                title="Messagerie sécurisée"
                lead="Vos échanges avec les services des douanes, partagés avec vos collègues habilités."
                trail=trail
                wide=true
                refresh_on_messages=true
            >
                <p class="cluster">
                    <ButtonLink href=path::NEW_QUESTION>"Poser une question"</ButtonLink>
                    <ButtonLink href=path::NOTIFICATIONS variant=Variant::Secondary>{notifications_label}</ButtonLink>
                </p>
                {drafts_block(drafts, &siren, &request.path)}
                <section class="stack" aria-labelledby="questions">
                    <h2 id="questions">"Questions posées"</h2>
                    {search_form(&filter)}
                    <TabLinks label="État des questions" tabs=tabs(&filter)/>
                    {questions(listing, &filter)}
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
        tab("Répondues", Some(Status::Repondu)),
        tab("Closes", Some(Status::Clos)),
    ]
}

fn search_form(filter: &Filter) -> impl IntoView + use<> {
    let status = filter.status.map(|status| view! { <input type="hidden" name="etat" value=status.code()/> });
    let clear_button = (!filter.search.is_empty()).then(|| {
        view! { <ButtonLink href=address(filter.status, "", None) variant=Variant::Quiet>"Effacer la recherche"</ButtonLink> }
    });
    view! {
        <form class="cluster" role="search" method="get" action=path::QUESTIONS>
            {status}
            <div class="field">
                <label class="field__label" for="recherche">"Rechercher par numéro, objet ou motif"</label>
                <input class="control" type="search" id="recherche" name="recherche" maxlength="120" value=filter.search.clone()/>
            </div>
            <Submit variant=Variant::Secondary>"Rechercher"</Submit>
            {clear_button}
        </form>
    }
}

fn drafts_block(drafts: Vec<DraftSummary>, siren: &Siren, page: &str) -> Option<impl IntoView + use<>> {
    let lines: Vec<AnyView> = drafts.iter().map(|draft| draft_line(draft, siren, page)).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="brouillons">
                <h2 id="brouillons">"Brouillons à reprendre"</h2>
                <TableFrame caption="Vos brouillons" caption_hidden=true>
                    <thead>
                        <tr>
                            <th scope="col">"Objet"</th>
                            <th scope="col">"Motif"</th>
                            <th scope="col">"Modifié le"</th>
                            <th scope="col" class="num">"Fichiers"</th>
                            <th scope="col">"Action"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </TableFrame>
                <p class="muted small">"Un brouillon est conservé 90\u{a0}jours après sa dernière modification."</p>
            </section>
        }
    })
}

fn draft_line(draft: &DraftSummary, siren: &Siren, page: &str) -> AnyView {
    let subject = draft.subject().to_owned();
    let hidden = format!("\u{a0}: {subject}");
    let (id, siren, page) = (draft.id.to_string(), siren.clone(), page.to_owned());
    view! {
        <tr>
            <th scope="row"><a href=path::draft(draft.id)>{subject}</a></th>
            <td data-label="Motif">{draft.motif().title.clone()}</td>
            <td data-label="Modifié le"><time datetime=draft.updated_at.rfc3339()>{draft.updated_at.french_minute()}</time></td>
            <td data-label="Fichiers" class="num">{draft.files}</td>
            <td data-label="Action">
                <Form action=DeleteDraft::ACTION page siren=Some(siren) class="cluster">
                    <input type="hidden" name="brouillon" value=id/>
                    <RowSubmit label="Supprimer">{hidden}</RowSubmit>
                </Form>
            </td>
        </tr>
    }
    .into_any()
}

fn questions(listing: QuestionList, filter: &Filter) -> AnyView {
    if listing.questions.is_empty() {
        return no_question(filter);
    }
    let lines: Vec<AnyView> = listing.questions.iter().map(line).collect();
    let address = |after| address(filter.status, &filter.search, after);
    let first = filter.after.is_some().then(|| ("Revenir aux plus récentes", address(None)));
    let next = listing.next.as_deref().map(|next| ("Questions plus anciennes", address(Some(next))));
    view! {
        <TableFrame caption="Questions de l’entreprise, les plus récemment mises à jour en premier">
            <thead>
                <tr>
                    <th scope="col">"Objet"</th>
                    <th scope="col">"Numéro"</th>
                    <th scope="col">"Service"</th>
                    <th scope="col">"Posée le"</th>
                    <th scope="col">"État"</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </TableFrame>
        <CursorPagination first next/>
    }
    .into_any()
}

fn line(listed: &ListedQuestion) -> AnyView {
    let question = &listed.conversation;
    let unread_tag = listed.is_unread().then(|| view! { " " <Tag tone=Tone::Info>"Nouveau"</Tag> });
    view! {
        <tr>
            <th scope="row"><a href=path::question(question.id)>{question.subject.clone()}</a> {unread_tag}</th>
            <td data-label="Numéro"><span class="mono nowrap">{question.number.clone()}</span></td>
            <td data-label="Service">{question.service_name.clone()}</td>
            <td data-label="Posée le"><time datetime=question.asked_at.rfc3339()>{question.asked_at.french_day()}</time></td>
            <td data-label="État"><StatusBadge status=question.status()/></td>
        </tr>
    }
    .into_any()
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
