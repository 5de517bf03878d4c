use backend::{
    customs_news::{self, CustomsNews},
    publications::{self, SummaryPage},
};
use domain::{article::ArticleKind, path, plain_link::PlainLink};
use leptos::prelude::*;
use leptos_meta::Link;

use super::{article_view, description::description, summary_list};
use crate::{
    page::{self, Page, PageRequest, list_detail},
    ui::*,
};

/// Number of news of customs' own site on the page.
const CUSTOMS_NEWS: i64 = 10;

/// `/actualites?page=…`: news, the latest first.
#[component]
pub fn NewsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let found = publications::news(request.portal(), request.page_number()).await?;
        let SummaryPage { articles, page, pages, .. } = found;
        let customs = match page {
            1 => customs_news::latest(request.portal(), CUSTOMS_NEWS).await?,
            _ => Vec::new(),
        };
        let customs = customs_section(&request, customs);
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
                {customs}
            </Page>
        }
        .into_any())
    })
}

/// News of customs' own site, which its feed announces.
fn customs_section(request: &PageRequest, news: Vec<CustomsNews>) -> Option<impl IntoView + use<>> {
    let source = request.portal().config.customs_news.source.as_ref()?;
    let site = source.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    let item = |one: CustomsNews| {
        let CustomsNews { title, summary, link, published_at } = one;
        let line = format!("{site}, {}", published_at.french_day());
        view! {
            <li class="card">
                <h3 class="card__title"><ExternalLink href=link>{title}</ExternalLink></h3>
                <p class="muted">{line}</p>
                <p>{summary}</p>
            </li>
        }
    };
    let items: Vec<_> = news.into_iter().map(item).collect();
    let heading = format!("Sur {site}");
    (!items.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="autres-actualites">
                <h2 id="autres-actualites">{heading}</h2>
                <ul class="stack stack--small">{items}</ul>
            </section>
        }
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
