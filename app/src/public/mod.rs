//! Public pages (mission §1), readable without an account.

mod accessibility;
mod contact;
mod content;
mod first_steps;
mod help;
mod home;
mod legal;
mod opinion;
mod personal_data;
mod search;
mod server;
mod service_status;
mod site_map;
mod verification;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use accessibility::AccessibilityPage;
use contact::ContactPage;
use first_steps::FirstStepsPage;
use help::HelpPage;
use home::HomePage;
use legal::LegalPage;
use opinion::OpinionPage;
use personal_data::PersonalDataPage;
use search::SearchPage;
use service_status::ServiceStatusPage;
use site_map::SiteMapPage;

pub use content::is_content;
pub use site_map::CONTENT_PAGES;
use verification::VerificationPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::HOME) view=HomePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::HELP) view=HelpPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::FIRST_STEPS) view=FirstStepsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CONTACT) view=ContactPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::OPINION) view=OpinionPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SERVICE_STATUS) view=ServiceStatusPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SEARCH) view=SearchPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SITE_MAP) view=SiteMapPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::VERIFICATION) view=VerificationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::LEGAL_NOTICE) view=LegalPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACCESSIBILITY) view=AccessibilityPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PRIVACY) view=PersonalDataPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
