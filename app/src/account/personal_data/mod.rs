//! Personal data (mission §2.4): copy of the data, deletion of the account.

mod data_page;
mod deletion_page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use data_page::DataPage;
use deletion_page::{DeletedPage, DeletionPage};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::MY_DATA) view=DataPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACCOUNT_DELETION) view=DeletionPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACCOUNT_DELETED) view=DeletedPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
