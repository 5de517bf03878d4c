//! Téléservices of the selected company, opened by single sign-on (mission §3.4), and the pages that
//! téléservices redirect to.

mod access_page;
mod catalogue_page;
mod end_page;
mod opening_page;
mod refusal_notice;
mod server;
mod site_page;
mod trail;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use access_page::AccessPage;
use catalogue_page::TeleservicesPage;
pub(crate) use catalogue_page::held_rights;
use end_page::EndSessionPage;
use opening_page::OpeningPage;
use site_page::SitePage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::TELESERVICES) view=TeleservicesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::TELESERVICE_ACCESS) view=AccessPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::TELESERVICE) view=OpeningPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SITE) view=SitePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::TELESERVICE_SIGN_OUT) view=EndSessionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
