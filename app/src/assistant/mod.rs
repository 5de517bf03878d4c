//! Automatic assistant (004, Assistance): a page of questions and answers, which works without scripts.

mod asked_questions;
mod page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

pub use asked_questions::asked_questions;
use page::AssistantPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::ASSISTANT) view=AssistantPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
