use backend::publications::{self, Summary};
use domain::{
    article::{ArticleKind, Genre},
    path,
    rights::Teleservice,
};
use leptos::prelude::*;

use super::{article_view, description::description, summary_list};
use crate::{
    page::{self, Page, PageRequest, list_detail},
    ui::*,
};

/// `/documentation?genre=…&teleservice=…`: guides by genre.
#[component]
pub fn GuidesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let genre = request.query("genre").and_then(Genre::from_code);
        let teleservice = request.query("teleservice").and_then(Teleservice::from_code);
        let guides = publications::guides(request.portal(), genre, teleservice).await?;
        let words = genre.map(|genre| genre.plural().to_lowercase());
        let detail = words.into_iter().chain(teleservice.map(|one| one.label().to_owned()));
        let content = match guides.is_empty() {
            true => no_guide(genre.is_some() || teleservice.is_some()),
            false => by_genre(guides),
        };
        Ok(view! {
            <Page
                title="Documentation"
                detail=list_detail(detail, 1, 1)
                lead="Guides, tutoriels, webinaires transcrits et conventions des téléservices."
                trail=Vec::new()
            >
                {form(genre, teleservice)}
                {content}
            </Page>
        }
        .into_any())
    })
}

fn form(genre: Option<Genre>, teleservice: Option<Teleservice>) -> impl IntoView {
    let genres = Genre::ALL.map(|one| (one.code(), one.plural()));
    let teleservices = Teleservice::ALL.map(|one| (one.code(), one.label()));
    let clear_button = (genre.is_some() || teleservice.is_some()).then(|| {
        view! { <ButtonLink href=path::GUIDES variant=Variant::Quiet>"Effacer les filtres"</ButtonLink> }
    });
    view! {
        <form class="cluster" method="get" action=path::GUIDES>
            {filter_list("genre", "Genre", "Tous", genre.map(Genre::code), &genres)}
            {filter_list("teleservice", "Téléservice", "Tous", teleservice.map(Teleservice::code), &teleservices)}
            <Submit variant=Variant::Secondary>"Filtrer"</Submit>
            {clear_button}
        </form>
    }
}

fn by_genre(guides: Vec<Summary>) -> AnyView {
    let section = |genre: Genre| {
        let own: Vec<Summary> =
            guides.iter().filter(|guide| guide.head.genre() == Some(genre)).cloned().collect();
        (!own.is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby=genre.code()>
                    <h2 id=genre.code()>{genre.plural()}</h2>
                    {summary_list(own, 3)}
                </section>
            }
        })
    };
    Genre::ALL.into_iter().filter_map(section).collect_view().into_any()
}

fn no_guide(is_filtered: bool) -> AnyView {
    let all = is_filtered.then(|| view! { <a href=path::GUIDES>"Voir toute la documentation"</a> ", ou " });
    view! {
        <EmptyState title="Aucun document">
            <p>{all} "cherchez dans les " <a href=path::FAQ>"questions fréquentes"</a> "."</p>
        </EmptyState>
    }
    .into_any()
}

/// `/documentation/{id}`: a guide, at a stable address.
#[component]
pub fn GuidePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let id: String = request.param("id")?;
        let article = publications::article(request.portal(), ArticleKind::Guide, &id).await?;
        let corrections = publications::corrections(request.portal(), &id).await?;
        let head = article.summary.head.clone();
        let described = description(request.portal(), &article.summary);
        let trail = vec![("Documentation".to_owned(), path::GUIDES.to_owned())];
        Ok(view! {
            <Page title=head.title lead=head.summary trail>{article_view(article, corrections)} {described}</Page>
        }
        .into_any())
    })
}
