//! Pages for customs agents (001, 002; mission §6): sign-in, inbox of their services, answers to questions.

mod code_page;
mod inbox_page;
mod question_page;
mod reauthentication_page;
mod return_path;
mod server;
mod sign_in_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use code_page::AgentCodePage;
use inbox_page::InboxPage;
use question_page::AgentQuestionPage;
use reauthentication_page::AgentReauthenticationPage;
use sign_in_page::AgentSignInPage;

pub use return_path::with_return;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::AGENT_INBOX) view=InboxPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_SIGN_IN) view=AgentSignInPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_CODE) view=AgentCodePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_REAUTHENTICATION) view=AgentReauthenticationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_QUESTION) view=AgentQuestionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
