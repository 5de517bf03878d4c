//! Follow-up of export declarations: of one by its MRN, without account; of those of the selected company.

mod list_page;
mod public_page;
mod timeline;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use list_page::ListPage;
use public_page::PublicPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::EXPORT_FOLLOW_UP) view=PublicPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EXPORTS) view=ListPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
