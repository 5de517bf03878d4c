//! Identity providers (mission §2.3): buttons, first sign-in, failures, attachment and detachment.

mod buttons;
mod detachment_page;
mod failure_path;
mod first_time_page;
mod provider_failure_page;
mod section;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use detachment_page::DetachmentPage;
use first_time_page::FirstTimePage;
use provider_failure_page::ProviderFailurePage;

pub(super) use buttons::buttons;
pub use failure_path::failure_path;
pub(super) use first_time_page::{prefill_notice, prefilled_answers};
pub(crate) use section::section;
pub(crate) use server::reauthenticate_first;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::SIGN_IN_FIRST_TIME) view=FirstTimePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SIGN_IN_FAILURE) view=ProviderFailurePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PROVIDER_DETACHMENT) view=DetachmentPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
