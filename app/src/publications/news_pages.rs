use backend::publications::{self, SummaryPage};
use domain::{article::ArticleKind, path, plain_link::PlainLink};
use leptos::prelude::*;
use leptos_meta::Link;

use super::{article_view, description::description, summary_list};
use crate::{
    page::{self, Page, PageRequest, list_detail},
    ui::*,
};

/// `/actualites?page=…`: news, the latest first.
#[component]
pub fn NewsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let found = publications::news(request.portal(), request.page_number()).await?;
        let SummaryPage { articles, page, pages, .. } = found;
        let list = match articles.is_empty() {
            true => no_news(),
            false => summary_list(articles, 2),
        };
        Ok(view! {
            <FeedLink/>
            <Page
                title="Actualités"
                detail=list_detail([], page, pages)
                lead="Les nouvelles de la douane pour les entreprises."
                trail=Vec::new()
            >
                <p>
                    <a href=path::NEWS_FEED rel="external">"Suivre ces actualités (flux Atom)"</a> " – "
                    <a href=path::LETTERS>"Recevoir les lettres Infos Douane"</a>
                </p>
                {list}
                <Pagination label="Pages des actualités" page pages href=format!("{}?page=", path::NEWS)/>
            </Page>
        }
        .into_any())
    })
}

fn no_news() -> AnyView {
    view! {
        <EmptyState title="Aucune actualité">
            <p>
                "Rien n’est encore publié. Les actualités de la douane sont aussi sur "
                {site_link(PlainLink::Douane, "douane.gouv.fr")} "."
            </p>
        </EmptyState>
    }
    .into_any()
}

/// `/actualites/{id}`: a news, at a stable address.
#[component]
pub fn NewsArticlePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let id: String = request.param("id")?;
        let article = publications::article(request.portal(), ArticleKind::News, &id).await?;
        let corrections = publications::corrections(request.portal(), &id).await?;
        let head = article.summary.head.clone();
        let described = description(request.portal(), &article.summary);
        Ok(view! {
            <FeedLink/>
            <Page title=head.title lead=head.summary trail=vec![("Actualités".to_owned(), path::NEWS.to_owned())]>
                {article_view(article, corrections)} {described}
            </Page>
        }
        .into_any())
    })
}

/// Tells programs that read feeds where that of the news is.
#[component]
pub(crate) fn FeedLink() -> impl IntoView {
    view! { <Link rel="alternate" type_="application/atom+xml" title="Actualités" href=path::NEWS_FEED/> }
}
