//! The access self-check (mission §1): for who cannot get in, signed in or not, with scripts or without.

mod form_page;
mod result_page;
mod server;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use form_page::SelfCheckPage;
use result_page::ResultPage;

/// The page that begins it.
pub(crate) const SELF_CHECK: &str = "/auto-controle";

#[component(transparent)]
pub fn DiagnosticRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/auto-controle") view=SelfCheckPage ssr=SsrMode::Async/>
        <Route path=path!("/auto-controle/:reference") view=ResultPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
