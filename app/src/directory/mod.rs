//! Public directory of customs offices: a list with its search, and a page for each office.

mod list_page;
mod office_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use list_page::ListPage;
use office_page::OfficePage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::DIRECTORY) view=ListPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::OFFICE) view=OfficePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
