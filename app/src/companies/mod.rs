//! Rattachements and the company being worked on.

mod administrators_page;
mod changed_page;
mod choice_page;
mod delegation_page;
mod links_page;
mod opening_page;
mod rights_filter;
mod rights_history_page;
mod rights_page;
mod roles_server;
mod server;
mod unlink_page;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use administrators_page::AdministratorsPage;
use changed_page::ChangedCompanyPage;
use choice_page::CompanyChoicePage;
use delegation_page::DelegationPage;
use links_page::LinksPage;
use opening_page::OpeningPage;
use rights_history_page::{FormerHistoryPage, RightsHistoryPage};
use rights_page::RightsPage;
use unlink_page::UnlinkPage;

#[component(transparent)]
pub fn CompanyRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/profil/rattachements") view=LinksPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/rattachements/historique") view=FormerHistoryPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/habilitations") view=RightsPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/habilitations/historique") view=RightsHistoryPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/rattachements/:administration/detacher") view=UnlinkPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/rattachements/:administration/creer") view=OpeningPage ssr=SsrMode::Async/>
        <Route path=path!("/entreprises") view=CompanyChoicePage ssr=SsrMode::Async/>
        <Route path=path!("/entreprises/administrateurs") view=AdministratorsPage ssr=SsrMode::Async/>
        <Route path=path!("/entreprises/administrateurs/deleguer") view=DelegationPage ssr=SsrMode::Async/>
        <Route path=path!("/entreprises/changement") view=ChangedCompanyPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
