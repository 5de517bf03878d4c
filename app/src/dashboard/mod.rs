//! The home of the signed-in person, and the mandats of their company.

mod declarations;
mod mandats_page;
mod page;
mod payments;
mod states;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use mandats_page::MandatsPage;
use page::DashboardPage;
pub(crate) use page::to_choice_when_lost;

#[component(transparent)]
pub fn DashboardRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/tableau-de-bord") view=DashboardPage ssr=SsrMode::Async/>
        <Route path=path!("/mandats") view=MandatsPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
