//! Dashboard of the selected company, and its mandats.

mod declarations;
mod mandats_page;
mod page;
mod payments;
mod payments_filter;
mod states;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use mandats_page::MandatsPage;
use page::DashboardPage;
pub(crate) use page::select_company_if_lost;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::DASHBOARD) view=DashboardPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MANDATS) view=MandatsPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
