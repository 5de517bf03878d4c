use backend::{
    own_search::{self, OwnGroup},
    search::Kind,
    site_search::{self, Group, SiteResult, SiteResults},
};
use domain::{french, path};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest, search_detail},
    ui::*,
};

/// Maximum length of a search that the page shows again.
const MAX_SEARCH: usize = 120;

/// `/recherche?recherche=…&nature=…`: everything that everybody may read, by kind, after what only the person may read.
#[component]
pub fn SearchPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let words: String =
            request.query("recherche").unwrap_or_default().trim().chars().take(MAX_SEARCH).collect();
        let only = request.query("nature").and_then(|code| Kind::try_from(code.to_owned()).ok());
        let content = match words.is_empty() {
            true => examples(),
            false => {
                let own = own_results(&request, &words, only).await?;
                let found = match own.is_empty() {
                    true => site_search::search(request.portal(), &words, only).await?,
                    // Not recorded as a search without result: these may be words of a question.
                    false => site_search::find(request.portal(), &words, only).await?,
                };
                results(&words, only, own, found)
            }
        };
        let label = "Mots recherchés";
        let form = search_form(path::SEARCH, label, &words, None, path::SEARCH.to_owned());
        Ok(view! {
            <Page
                title="Rechercher sur le portail"
                detail=search_detail(&words).unwrap_or_default()
                trail=Vec::new()
            >
                {form}
                {content}
            </Page>
        }
        .into_any())
    })
}

fn examples() -> AnyView {
    view! {
        <p class="muted">
            "Questions fréquentes, actualités, agenda, documentation, téléservices et bureaux de douane. Par exemple\u{a0}: \
             «\u{a0}taux du dollar\u{a0}», «\u{a0}convention CIEL\u{a0}» ou le nom d’une ville."
        </p>
    }
    .into_any()
}

/// Returns the questions and documents of the person; none if one kind of public texts is asked for.
async fn own_results(
    request: &PageRequest,
    words: &str,
    only: Option<Kind>,
) -> Result<Vec<OwnGroup>, platform::Error> {
    match request.session().filter(|_| only.is_none()) {
        Some(session) => own_search::search(request.portal(), session, words).await,
        None => Ok(Vec::new()),
    }
}

fn results(words: &str, only: Option<Kind>, own: Vec<OwnGroup>, found: SiteResults) -> AnyView {
    let total = found.total();
    let has_own = !own.is_empty();
    let own = own.into_iter().map(own_section).collect_view();
    let SiteResults { groups, corrected, suggestions } = found;
    let help = search_corrections(words, corrected, suggestions, path::search_for);
    let all = only.map(|_| {
        let address = path::search_for(path::encode(words));
        view! { <p><a href=address>"Voir les résultats de toute nature"</a></p> }
    });
    if groups.is_empty() {
        let nothing = (!has_own).then(nothing);
        return view! { {help} {all} {own} {nothing} }.into_any();
    }
    let count = match has_own {
        true => {
            french::count(total, "résultat parmi les textes publics", "résultats parmi les textes publics")
        }
        false => french::count(total, "résultat", "résultats"),
    };
    let groups = groups.into_iter().map(|group| section(words, group)).collect_view();
    view! { {help} {own} <p>{count}</p> {all} {groups} }.into_any()
}

/// Questions or documents of the person.
fn own_section(group: OwnGroup) -> impl IntoView {
    let OwnGroup { kind, results, more } = group;
    let heading = kind.label();
    let id = kind.code();
    let more =
        more.map(|address| view! { <p><a href=address>"Tous les résultats\u{a0}: " {heading}</a></p> });
    let items = results.into_iter().map(result).collect_view();
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            <ul class="faq__list">{items}</ul>
            {more}
        </section>
    }
}

fn section(words: &str, group: Group) -> impl IntoView + use<> {
    let code = group.kind.code();
    let heading = format!("{} ({})", group.label(), group.total);
    let is_cut = group.results.len() < group.total;
    let more = is_cut.then(|| {
        let (address, label) = (more_address(words, group.kind), group.label());
        let text = format!("Tous les résultats\u{a0}: {label}");
        view! { <p><a href=address>{text}</a></p> }
    });
    let items = group.results.into_iter().map(result).collect_view();
    view! {
        <section aria-labelledby=code>
            <h2 id=code>{heading}</h2>
            <ul class="faq__list">{items}</ul>
            {more}
        </section>
    }
}

/// Address of all results of a kind: the directory has its own pages.
fn more_address(words: &str, kind: Kind) -> String {
    let words = path::encode(words);
    match kind {
        Kind::Office => path::directory_search(words),
        kind => path::search_in(words, kind.code()),
    }
}

fn result(result: SiteResult) -> impl IntoView {
    let SiteResult { title, text, path } = result;
    let text = (!text.is_empty()).then(|| view! { <p class="muted small">{text}</p> });
    view! { <li><a href=path>{title}</a> {text}</li> }
}

fn nothing() -> AnyView {
    view! {
        <EmptyState title="Aucun résultat">
            <p>
                "Essayez avec moins de mots, ou d’autres. Vous pouvez aussi parcourir les "
                <a href=path::FAQ>"questions fréquentes"</a> " et la " <a href=path::GUIDES>"documentation"</a>
                ", ou choisir un contact sur la page " <a href=path::CONTACT>"Nous contacter"</a> "."
            </p>
        </EmptyState>
    }
    .into_any()
}
