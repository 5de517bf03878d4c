//! Batches of the agents: one act on the questions chosen in the inbox, with a preview and a result for each.

mod batch_page;
mod choice_page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use batch_page::BatchPage;
use choice_page::NewBatchPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::NEW_BATCH) view=NewBatchPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::BATCH) view=BatchPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
