//! Shared views: the person's page and banner, the adviser's pages (`docs/adr/0048`).

mod adviser_pages;
mod banner;
mod person_page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use adviser_pages::{CodePage, ViewPage};
pub use banner::Banner;
use person_page::SharingPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::SHARING) view=SharingPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SHARED_VIEWS) view=CodePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SHARED_VIEW) view=ViewPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
