//! Pages of the assistance and of Infos Douane Service: forms and cases of anyone, and the advisers' side.

mod adviser_case_page;
mod adviser_cases_page;
mod adviser_server;
mod case_page;
mod confirmation_page;
mod exchange;
mod files;
mod form_page;
mod lookup_page;
mod regulation_page;
mod server;
mod transfer;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use adviser_case_page::AdviserCasePage;
use adviser_cases_page::{AdviserCasesPage, RegulationCasesPage};
use case_page::CasePage;
use confirmation_page::{ConfirmationPage, SentPage};
use form_page::AssistancePage;
use lookup_page::LookupPage;
use regulation_page::{RegulationPage, RegulationSentPage};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::ASSISTANCE) view=AssistancePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ASSISTANCE_SENT) view=SentPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::REGULATION_REQUEST) view=RegulationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::REGULATION_REQUEST_SENT) view=RegulationSentPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CASE_CONFIRMATION) view=ConfirmationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CASE_LOOKUP) view=LookupPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CASE) view=CasePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CASES) view=AdviserCasesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::REGULATION_CASES) view=RegulationCasesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ADVISER_CASE) view=AdviserCasePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
