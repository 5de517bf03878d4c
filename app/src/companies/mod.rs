//! Rattachements and the company being worked on.

mod changed_page;
mod choice_page;
mod held;
mod links_page;
mod opening_page;
mod rights_history_page;
mod server;
mod unlink_page;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use changed_page::ChangedCompanyPage;
use choice_page::CompanyChoicePage;
use links_page::LinksPage;
use opening_page::OpeningPage;
use rights_history_page::RightsHistoryPage;
use unlink_page::UnlinkPage;

#[component(transparent)]
pub fn CompanyRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/profil/rattachements") view=LinksPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/rattachements/historique") view=RightsHistoryPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/rattachements/:administration/detacher") view=UnlinkPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/rattachements/:administration/creer") view=OpeningPage ssr=SsrMode::Async/>
        <Route path=path!("/entreprises") view=CompanyChoicePage ssr=SsrMode::Async/>
        <Route path=path!("/entreprises/changement") view=ChangedCompanyPage ssr=SsrMode::Async/>
    }
    .into_inner()
}
