//! Payment of créances by card (mission §4): with the values printed on a payment notice, signed out, or from the dashboard.

mod creance_page;
mod limits;
mod notice_page;
mod search_page;
mod server;
mod state_page;
mod summary;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use creance_page::CreancePage;
pub use limits::CardLimits;
use notice_page::NoticePage;
use search_page::SearchPage;
use state_page::StatePage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::CARD_PAYMENT) view=SearchPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PAYMENT_NOTICE) view=NoticePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CREANCE_PAYMENT) view=CreancePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PAYMENT_STATE) view=StatePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
