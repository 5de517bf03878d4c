//! Appointments with customs services, for operators: choice of the service, the kind and the slot, details, the page of a booked
//! appointment.

mod appointment_page;
mod booking_page;
mod details;
mod list_page;
mod offer_page;
mod server;
mod slots_page;
mod trail;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use appointment_page::AppointmentPage;
use booking_page::BookingPage;
use list_page::AppointmentsPage;
use offer_page::OfferPage;
use slots_page::SlotsPage;

pub(crate) use details::{AppointmentDetails, state_tag};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::APPOINTMENTS) view=AppointmentsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_APPOINTMENT) view=OfferPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::APPOINTMENT_SLOTS) view=SlotsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::APPOINTMENT_BOOKING) view=BookingPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::APPOINTMENT) view=AppointmentPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
