//! News, agenda and documentation, for editors: list, versions, preview, publication, archiving.

mod article_page;
mod form_pages;
mod history;
mod list_page;
mod preview_page;
mod publication;
mod server;
mod trail;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use article_page::EditedArticlePage;
use form_pages::{ArticleFormPage, NewArticlePage};
use list_page::EditedArticlesPage;
use preview_page::ArticlePreviewPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::EDITED_ARTICLES) view=EditedArticlesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_ARTICLE) view=NewArticlePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EDITED_ARTICLE) view=EditedArticlePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ARTICLE_FORM) view=ArticleFormPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ARTICLE_PREVIEW) view=ArticlePreviewPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
