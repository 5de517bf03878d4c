//! Access self-check (mission §1), for people who cannot sign in; works signed out and without scripts.

mod form_page;
mod result_page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use form_page::SelfCheckPage;
use result_page::ResultPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::SELF_CHECK) view=SelfCheckPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SELF_CHECK_RESULT) view=ResultPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
