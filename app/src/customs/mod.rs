//! Pages for customs agents (001, 002; mission §6): inbox of their services, answers to questions.

mod canned;
mod history;
mod inbox_filters;
mod inbox_page;
mod merging;
mod question_page;
mod saved_views;
mod server;
mod views_page;
mod work;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use inbox_page::InboxPage;
use question_page::AgentQuestionPage;
use views_page::{SavedViewPage, SavedViewsPage};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::AGENT_INBOX) view=InboxPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SAVED_VIEWS) view=SavedViewsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SAVED_VIEW) view=SavedViewPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_QUESTION) view=AgentQuestionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
