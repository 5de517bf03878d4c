//! The customs side (001, 002; mission §6): agents' sign-in, their services' inbox, answering.

mod code_page;
mod inbox_page;
mod proof_page;
mod question_page;
mod server;
mod sign_in_page;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use code_page::AgentCodePage;
use inbox_page::InboxPage;
use proof_page::AgentProofPage;
use question_page::AgentQuestionPage;
use sign_in_page::AgentSignInPage;

#[component(transparent)]
pub fn AgentRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/agent") view=InboxPage ssr=SsrMode::Async/>
        <Route path=path!("/agent/connexion") view=AgentSignInPage ssr=SsrMode::Async/>
        <Route path=path!("/agent/connexion/code") view=AgentCodePage ssr=SsrMode::Async/>
        <Route path=path!("/agent/preuve") view=AgentProofPage ssr=SsrMode::Async/>
        <Route path=path!("/agent/question/:id") view=AgentQuestionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// `path` with the agents' page to go back to; an operator's page is none of theirs.
pub fn with_return(path: &str, wanted: Option<&str>) -> String {
    match own_page(wanted) {
        Some(wanted) => format!("{path}?retour={}", crate::page::encode(wanted)),
        None => path.to_owned(),
    }
}

fn own_page(wanted: Option<&str>) -> Option<&str> {
    let agents =
        |path: &&str| *path == "/agent" || path.starts_with("/agent/") || path.starts_with("/agent?");
    wanted.and_then(crate::page::local).filter(agents)
}
