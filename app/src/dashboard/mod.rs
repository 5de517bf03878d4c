//! Dashboard of the selected company, its mandats, and its due dates in a calendar.

mod calendar_page;
mod declarations;
mod mandats_page;
mod page;
mod payments;
mod payments_filter;
mod server;
mod states;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use calendar_page::CalendarPage;
pub(crate) use declarations::denied_teleservices;
use mandats_page::MandatsPage;
use page::DashboardPage;
pub(crate) use page::select_company_if_lost;
pub(crate) use payments_filter::links as file_links;
pub(crate) use states::share;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::DASHBOARD) view=DashboardPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CALENDAR) view=CalendarPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MANDATS) view=MandatsPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
