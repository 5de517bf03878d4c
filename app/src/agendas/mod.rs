//! Agendas of customs services, for their agents: the appointments of a week, booking for an operator, settings.

mod appointment_page;
mod booking_page;
mod kind_pages;
mod server;
mod settings_page;
mod settings_server;
mod trail;
mod week_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use appointment_page::ServiceAppointmentPage;
use booking_page::AgentBookingPage;
use kind_pages::{KindPage, NewKindPage};
use settings_page::SettingsPage;
use week_page::WeekPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::AGENT_APPOINTMENTS) view=WeekPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_APPOINTMENT) view=ServiceAppointmentPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_BOOKING) view=AgentBookingPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENDA_SETTINGS) view=SettingsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_APPOINTMENT_KIND) view=NewKindPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::APPOINTMENT_KIND) view=KindPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
