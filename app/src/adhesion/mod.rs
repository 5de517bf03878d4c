//! Adhesion to téléservices: how it works, whom to write to, and what the selected company may open.

mod company_state;
mod explanations;
mod index_page;
mod services;
mod teleservice_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use index_page::IndexPage;
use teleservice_page::TeleservicePage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::ADHESION) view=IndexPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::TELESERVICE_ADHESION) view=TeleservicePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
