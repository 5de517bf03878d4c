//! The public side (mission §1): what everybody may read without an account.

mod accessibility;
mod help;
mod home;
mod legal;
mod opinion;
mod personal_data;
mod server;
mod site_map;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use accessibility::AccessibilityPage;
use help::HelpPage;
use home::HomePage;
use legal::LegalPage;
use opinion::OpinionPage;
use personal_data::PersonalDataPage;
use site_map::SiteMapPage;

#[component(transparent)]
pub fn PublicRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
        <Route path=path!("/aide") view=HelpPage ssr=SsrMode::Async/>
        <Route path=path!("/avis") view=OpinionPage ssr=SsrMode::Async/>
        <Route path=path!("/plan-du-site") view=SiteMapPage ssr=SsrMode::Async/>
        <Route path=path!("/mentions-legales") view=LegalPage ssr=SsrMode::Async/>
        <Route path=path!("/accessibilite") view=AccessibilityPage ssr=SsrMode::Async/>
        <Route path=path!("/donnees-personnelles") view=PersonalDataPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
