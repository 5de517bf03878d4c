//! Views and filters of the inbox, in its address.

use backend::{
    customs::{InboxCounts, InboxFilter, InboxView},
    directory::services::Service,
    staff::Colleague,
};
use domain::{
    motif::Catalogue,
    path::{self, AGENT_INBOX},
};
use leptos::prelude::*;

use crate::{
    page::{PageRequest, search_detail},
    ui::*,
};

/// Lists of the filters.
pub struct Choices<'a> {
    /// Codes and names of the services of the agent.
    pub services: &'a [Service],
    pub motifs: &'a Catalogue,
    /// Agents of these services.
    pub colleagues: &'a [Colleague],
}

/// Reads the filter of an address.
pub fn read(request: &PageRequest) -> InboxFilter {
    parse(|name| request.query(name))
}

/// Reads a filter. `value`: that of a parameter.
pub fn parse<'a>(value: impl Fn(&'static str) -> Option<&'a str>) -> InboxFilter {
    let text = |name| value(name).unwrap_or_default().chars().take(120).collect();
    InboxFilter {
        view: value("etat").and_then(InboxView::from_code).unwrap_or_default(),
        service: text("service"),
        motif: text("motif"),
        assignee: value("agent").and_then(|id| id.parse().ok()),
        with_files: value("fichiers") == Some("oui"),
        search: text("recherche"),
    }
}

/// Returns the parameters of a filter that are not empty, as [`parse`] reads them.
pub fn parameters(filter: &InboxFilter) -> Vec<(&'static str, String)> {
    let all = [
        ("etat", filter.view.code().to_owned()),
        ("service", filter.service.clone()),
        ("motif", filter.motif.clone()),
        ("agent", filter.assignee.map(|id| id.to_string()).unwrap_or_default()),
        ("fichiers", if filter.with_files { "oui".to_owned() } else { String::new() }),
        ("recherche", filter.search.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Returns the address of a page of the inbox with the filter.
pub fn address(filter: &InboxFilter, after: Option<&str>) -> String {
    let after = after.map(|after| ("apres", after.to_owned()));
    let all = parameters(filter).into_iter().chain(after);
    let all: Vec<String> = all.map(|(name, value)| format!("{name}={}", path::encode(&value))).collect();
    format!("{AGENT_INBOX}?{}", all.join("&"))
}

/// Returns the filter without conditions, in the same view.
pub fn cleared(filter: &InboxFilter) -> InboxFilter {
    InboxFilter { view: filter.view, ..InboxFilter::default() }
}

/// Returns the view and the conditions in words, for the title of the page.
pub fn detail(filter: &InboxFilter, choices: &Choices<'_>) -> Vec<String> {
    let service = choices.services.iter().find(|one| one.code == filter.service);
    let colleague = choices.colleagues.iter().find(|one| Some(one.id) == filter.assignee);
    let mut words = vec![filter.view.label().to_lowercase()];
    words.extend(service.map(|one| one.name.clone()));
    words.extend(choices.motifs.find(&filter.motif).map(|one| one.title.clone()));
    words.extend(colleague.map(|one| one.name.clone()));
    words.extend(filter.with_files.then(|| "avec pièces jointes".to_owned()));
    words.extend(search_detail(&filter.search));
    words
}

/// Tabs of the views, each with the conditions of the current one and its number of questions without them.
pub fn tabs(filter: &InboxFilter, counts: &InboxCounts) -> Vec<TabLink> {
    let tab = |view: InboxView| TabLink {
        label: view.label().to_owned(),
        href: address(&InboxFilter { view, ..filter.clone() }, None),
        current: view == filter.view,
        count: Some(counts.of(view)),
    };
    InboxView::ALL.into_iter().map(tab).collect()
}

/// Form of the conditions, which keeps the view.
pub fn form(filter: &InboxFilter, choices: &Choices<'_>) -> AnyView {
    let services: Vec<_> = choices.services.iter().map(|one| (&one.code, &one.name)).collect();
    let service = (services.len() > 1)
        .then(|| filter_list("service", "Service", "Tous vos services", Some(&filter.service), &services));
    let motifs: Vec<_> = choices.motifs.all().iter().map(|one| (&one.id, &one.title)).collect();
    let motif = filter_list("motif", "Motif", "Tous les motifs", Some(&filter.motif), &motifs);
    let colleagues: Vec<_> = choices.colleagues.iter().map(|one| (one.id.to_string(), &one.name)).collect();
    let chosen = filter.assignee.map(|id| id.to_string());
    let assignee = filter
        .view
        .has_assignees()
        .then(|| filter_list("agent", "Attribuée à", "Tous les agents", chosen.as_deref(), &colleagues));
    let with_files = filter.with_files.then_some("oui");
    let files = filter_list(
        "fichiers",
        "Pièces jointes",
        "Avec ou sans",
        with_files,
        &[("oui", "Avec pièces jointes")],
    );
    let clear = (cleared(filter) != *filter).then(|| {
        let all = address(&cleared(filter), None);
        view! { <ButtonLink href=all variant=Variant::Quiet>"Effacer les filtres"</ButtonLink> }
    });
    let is_filtered = InboxFilter { search: String::new(), ..filter.clone() } != cleared(filter);
    let (view, search) = (filter.view.code(), filter.search.clone());
    view! {
        <form class="stack" role="search" method="get" action=AGENT_INBOX>
            <input type="hidden" name="etat" value=view/>
            <div class="cluster">
                <div class="field">
                    <label class="field__label" for="recherche">"Rechercher par numéro, entreprise, motif ou mots des messages"</label>
                    <input class="control" type="search" id="recherche" name="recherche" maxlength="120" value=search/>
                </div>
                <Submit variant=Variant::Secondary>"Rechercher"</Submit>
                {clear}
            </div>
            <details class="disclosure" open=is_filtered>
                <summary>"Filtrer"</summary>
                <div class="cluster">
                    {service} {motif} {assignee} {files}
                    <Submit variant=Variant::Secondary>"Filtrer"</Submit>
                </div>
            </details>
        </form>
    }
    .into_any()
}
