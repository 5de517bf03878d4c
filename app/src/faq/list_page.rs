use backend::faq::{self, Results, Summary};
use domain::{french, path};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest, search_detail},
    ui::*,
};

/// Maximum length of a search that the page shows again.
const MAX_SEARCH: usize = 120;

/// `/faq`: all entries by theme, or those that a search has found.
#[component]
pub fn ListPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let search: String =
            request.query("recherche").unwrap_or_default().trim().chars().take(MAX_SEARCH).collect();
        let content = if search.is_empty() {
            by_theme(faq::summaries(request.portal()).await?)
        } else {
            results(&search, faq::search(request.portal(), &search).await?)
        };
        let form = search_form(path::FAQ, "Chercher une réponse", &search, None, path::FAQ.to_owned());
        Ok(view! {
            <Page
                title="Questions fréquentes"
                detail=search_detail(&search).unwrap_or_default()
                trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
            >
                {form}
                {content}
                <OtherHelp/>
            </Page>
        }
        .into_any())
    })
}

fn by_theme(summaries: Vec<Summary>) -> AnyView {
    let links = faq::themes().iter().map(|theme| {
        view! { <li><a href=format!("#{}", theme.code)>{theme.title.clone()}</a></li> }
    });
    let sections = faq::themes().iter().map(|theme| {
        let entries = summaries.iter().filter(|entry| entry.theme == theme.code).cloned().collect();
        view! {
            <section aria-labelledby=theme.code>
                <h2 id=theme.code>{theme.title.clone()}</h2>
                {list(entries)}
            </section>
        }
    });
    view! {
        <nav aria-label="Thèmes"><ul class="cluster faq__themes">{links.collect_view()}</ul></nav>
        <div class="stack stack--large">{sections.collect_view()}</div>
    }
    .into_any()
}

fn list(entries: Vec<Summary>) -> impl IntoView {
    let item = |entry: Summary| view! { <li><a href=path::faq_entry(&entry.id)>{entry.question}</a></li> };
    view! { <ul class="faq__list">{entries.into_iter().map(item).collect_view()}</ul> }
}

fn results(search: &str, results: Results) -> AnyView {
    let Results { entries, corrected, suggestions } = results;
    let help = search_corrections(search, corrected, suggestions, path::faq_search);
    let found = if entries.is_empty() {
        view! {
            <EmptyState title="Aucune réponse trouvée">
                <p>"Essayez avec d’autres mots, ou parcourez " <a href=path::FAQ>"tous les thèmes"</a> "."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        let count = french::count(entries.len(), "réponse", "réponses");
        view! {
            <h2 id="resultats">{count}</h2>
            {list(entries)}
        }
        .into_any()
    };
    view! { {help} {found} }.into_any()
}

/// Ways to get an answer that the list does not have.
#[component]
pub(crate) fn OtherHelp() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="autre-aide">
            <h2 class="card__title" id="autre-aide">"Vous ne trouvez pas la réponse\u{a0}?"</h2>
            <p class="cluster">
                <ButtonLink href=path::CONTACT variant=Variant::Secondary>"Nous contacter"</ButtonLink>
                <ButtonLink href=path::ASSISTANT variant=Variant::Quiet>"Demander à l’assistant"</ButtonLink>
            </p>
        </section>
    }
}
