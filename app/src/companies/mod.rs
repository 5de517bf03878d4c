//! Rattachements, habilitations, administrators, and the selected company.

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

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use administrators_page::AdministratorsPage;
use changed_page::ChangedCompanyPage;
use choice_page::CompanyChoicePage;
use delegation_page::DelegationPage;
use links_page::LinksPage;
use opening_page::OpeningPage;
use rights_history_page::{FormerHistoryPage, RightsHistoryPage};
use rights_page::RightsPage;
use unlink_page::UnlinkPage;

pub(crate) use server::{ChooseCompany, LinkAccount};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::LINKS) view=LinksPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::FORMER_HISTORY) view=FormerHistoryPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::RIGHTS) view=RightsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::RIGHTS_HISTORY) view=RightsHistoryPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::UNLINK) view=UnlinkPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACCOUNT_OPENING) view=OpeningPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::COMPANIES) view=CompanyChoicePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::COMPANY_ADMINS) view=AdministratorsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::DELEGATION) view=DelegationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::COMPANY_CHANGED) view=ChangedCompanyPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
