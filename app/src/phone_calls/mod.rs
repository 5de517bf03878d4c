//! Phone calls by the assistance (004): choice of a slot, details, the page of a booked call, all without an
//! account; and the calls of a day for hotline advisers.

mod adviser_page;
mod booking_page;
mod call_page;
mod server;
mod slots_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use adviser_page::AdviserCallsPage;
use booking_page::BookingPage;
use call_page::CallPage;
use slots_page::SlotsPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::PHONE_CALL_BOOKING) view=SlotsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PHONE_CALL_DETAILS) view=BookingPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PHONE_CALLS) view=AdviserCallsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PHONE_CALL) view=CallPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
