//! Canned answers of the agents: list, creation, change with a preview, deletion. The page of a question offers them.

mod deletion_page;
mod form_pages;
mod list_page;
mod server;
mod trail;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use deletion_page::CannedAnswerDeletionPage;
use form_pages::{CannedAnswerPage, NewCannedAnswerPage};
use list_page::CannedAnswersPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::CANNED_ANSWERS) view=CannedAnswersPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_CANNED_ANSWER) view=NewCannedAnswerPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CANNED_ANSWER) view=CannedAnswerPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CANNED_ANSWER_DELETION) view=CannedAnswerDeletionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
