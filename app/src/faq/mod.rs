//! Frequent questions (004, Assistance): a list by theme with its search, and a page for each entry.

mod entry_page;
mod list_page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use entry_page::EntryPage;
use list_page::ListPage;

pub(crate) use entry_page::{related, related_list, text, trail};
pub(crate) use list_page::OtherHelp;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::FAQ) view=ListPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::FAQ_ENTRY) view=EntryPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
