//! Frequent questions in the browser, for editors: list, versions, publication, searches without an answer.

mod entry_page;
mod form_pages;
mod history;
mod list_page;
mod preview_page;
mod publication;
mod searches_page;
mod server;
mod tabs;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use entry_page::EditedEntryPage;
use form_pages::{EntryFormPage, NewEntryPage};
use list_page::EditedListPage;
use preview_page::PreviewPage;
use searches_page::SearchesPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::EDITED_FAQ) view=EditedListPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_FAQ_ENTRY) view=NewEntryPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EDITED_FAQ_ENTRY) view=EditedEntryPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::FAQ_ENTRY_FORM) view=EntryFormPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::FAQ_ENTRY_PREVIEW) view=PreviewPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::UNANSWERED_SEARCHES) view=SearchesPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
