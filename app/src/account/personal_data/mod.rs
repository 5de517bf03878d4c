//! A person's hold on their own data (mission §2.4): a copy of it, the deletion of the account.

mod data_page;
mod deletion_page;
mod server;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use data_page::DataPage;
use deletion_page::{DeletedPage, DeletionPage};

/// The page that shows the copy and leads to the deletion.
const DATA: &str = "/profil/donnees";

#[component(transparent)]
pub fn PersonalDataRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/profil/donnees") view=DataPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/suppression") view=DeletionPage ssr=SsrMode::Async/>
        <Route path=path!("/compte-supprime") view=DeletedPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
