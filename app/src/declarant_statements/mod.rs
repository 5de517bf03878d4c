//! États déclarants of the selected company: what it declared, by month and téléservice.

mod page;
mod tables;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use page::StatementsPage;

pub fn routes() -> AnyNestedRoute {
    view! { <Route path=Pattern(path::DECLARANT_STATEMENTS) view=StatementsPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}
