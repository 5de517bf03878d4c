//! Phone calls by the assistance (004): choice of a slot, details, and the page of a booked call. Without an account.

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

use booking_page::BookingPage;
use call_page::CallPage;
use slots_page::SlotsPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::PHONE_CALL_BOOKING) view=SlotsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PHONE_CALL_DETAILS) view=BookingPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PHONE_CALL) view=CallPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
