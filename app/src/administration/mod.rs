//! Administration of the portal: staff, services, audit trail.

mod delays_page;
mod delays_server;
mod member_form;
mod member_pages;
mod office_hours_page;
mod office_hours_server;
mod server;
mod service_members_page;
mod service_pages;
mod services_page;
mod staff_page;
mod tabs;
mod trail_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use delays_page::DelaysPage;
use member_pages::{MemberPage, NewMemberPage};
use office_hours_page::OfficeHoursPage;
use service_members_page::ServiceMembersPage;
use service_pages::{NewServicePage, ServicePage};
use services_page::ServicesPage;
use staff_page::StaffPage;
use trail_page::TrailPage;

pub(crate) use tabs::{read_only_notice, tabs};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::ADMINISTRATION) view=StaffPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_MEMBER) view=NewMemberPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MEMBER) view=MemberPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SERVICES) view=ServicesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_SERVICE) view=NewServicePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SERVICE) view=ServicePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SERVICE_DELAYS) view=DelaysPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SERVICE_MEMBERS) view=ServiceMembersPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::OFFICE_HOURS) view=OfficeHoursPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AUDIT_TRAIL) view=TrailPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
