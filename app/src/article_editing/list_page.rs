use backend::publications::{self, ArticleFilter, ArticleState, EditedArticle, EditedArticles};
use domain::{article::ArticleKind, french, path, rights::Action};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// The filters of the list, as the address has them.
struct Filters {
    search: String,
    kind: Option<ArticleKind>,
    state: Option<ArticleFilter>,
}

impl Filters {
    fn read(request: &PageRequest) -> Self {
        Filters {
            search: request.query("recherche").unwrap_or_default().chars().take(120).collect(),
            kind: request.query("nature").and_then(ArticleKind::from_code),
            state: request.query("etat").and_then(ArticleFilter::from_code),
        }
    }

    /// Address of the list, to which the page number is appended.
    fn address(&self) -> String {
        let (search, kind) = (path::encode(&self.search), self.kind.map_or("", ArticleKind::code));
        let state = self.state.map_or("", ArticleFilter::code);
        format!("{}?recherche={search}&nature={kind}&etat={state}&page=", path::EDITED_ARTICLES)
    }

    /// Words that distinguish the page from the whole list.
    fn detail(&self) -> impl Iterator<Item = String> {
        let kind = self.kind.map(|kind| kind.plural().to_lowercase());
        let state = self.state.map(|state| state.label().to_lowercase());
        kind.into_iter().chain(state).chain(search_detail(&self.search))
    }
}

/// `/equipe/publications?recherche=…&nature=…&etat=…&page=…`: all articles, for editors.
#[component]
pub fn EditedArticlesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let filters = Filters::read(&request);
        let Filters { search, kind, state } = &filters;
        let number = request.page_number();
        let found = publications::edited(request.portal(), session, *kind, *state, search, number).await?;
        let detail = list_detail(filters.detail(), found.page, found.pages);
        let list = list(&found);
        let (page, pages, href) = (found.page, found.pages, filters.address());
        Ok(view! {
            <Page
                title="Rédiger les publications"
                detail=detail
                lead="Actualités, agenda et documentation. Les dernières écrites viennent en premier."
                wide=true
            >
                {form(&filters)}
                {new_links()}
                {list}
                <Pagination label="Pages de la liste" page pages href/>
            </Page>
        }
        .into_any())
    })
}

/// One link for each kind to write.
fn new_links() -> impl IntoView {
    let link = |kind: ArticleKind| {
        let label = match kind {
            ArticleKind::News => "Écrire une actualité",
            ArticleKind::Event => "Annoncer un événement",
            ArticleKind::Guide => "Écrire un document",
        };
        view! { <ButtonLink href=path::new_article(kind.code()) variant=Variant::Secondary>{label}</ButtonLink> }
    };
    view! { <p class="cluster">{ArticleKind::ALL.map(link).into_iter().collect_view()}</p> }
}

fn form(filters: &Filters) -> impl IntoView + use<> {
    let kinds = ArticleKind::ALL.map(|kind| (kind.code(), kind.plural()));
    let states = ArticleFilter::ALL.map(|state| (state.code(), state.label()));
    view! {
        <form class="cluster" role="search" method="get" action=path::EDITED_ARTICLES>
            <div class="field">
                <label class="field__label" for="recherche">"Mots du titre ou du texte"</label>
                <input class="control" type="search" id="recherche" name="recherche" maxlength="120" value=filters.search.clone()/>
            </div>
            {filter_list("nature", "Nature", "Toutes", filters.kind.map(ArticleKind::code), &kinds)}
            {filter_list("etat", "État", "Tous", filters.state.map(ArticleFilter::code), &states)}
            <Submit variant=Variant::Secondary>"Filtrer"</Submit>
            <ButtonLink href=path::EDITED_ARTICLES variant=Variant::Quiet>"Effacer les filtres"</ButtonLink>
        </form>
    }
}

fn list(found: &EditedArticles) -> AnyView {
    if found.articles.is_empty() {
        return view! {
            <EmptyState title="Aucune publication"><p>"Aucune publication ne correspond à ces filtres."</p></EmptyState>
        }
        .into_any();
    }
    let columns = [
        Column::wide("Titre"),
        Column::text("Nature"),
        Column::text("État"),
        Column::text("Écrite le"),
        Column::text("Par"),
    ];
    let caption = french::count(found.total, "publication", "publications");
    Table::new(&caption, &columns)
        .rows(&found.articles, |row, article| {
            row.cell().link(path::edited_article(&article.id), &article.text.head.title);
            row.cell().text(article.kind().label());
            state(row.cell(), article);
            row.cell().date(article.created_at.day());
            row.cell().text(&article.author);
        })
        .finish()
}

/// State of the article for visitors, and of its next version.
fn state(mut cell: Cell<'_>, article: &EditedArticle) {
    cell.cluster();
    match article.state() {
        ArticleState::Published => cell.tag(Tone::Success, "Publiée"),
        ArticleState::Archived => cell.tag(Tone::Neutral, "Archivée"),
        ArticleState::Unpublished => cell.tag(Tone::Neutral, "Jamais publiée"),
    };
    if article.has_draft() {
        cell.tag(Tone::Warning, "Brouillon");
    }
    if let Some(at) = article.planned_at {
        cell.tag(Tone::Info, format_args!("Prévue le {}", at.french_day()));
    }
}
