//! Secure messaging, the operator's side (004, *Messagerie sécurisée*): themes and motifs, the four steps of a
//! question, its receipt, the conversation.

mod draft_page;
mod files_page;
mod list_page;
mod new_page;
mod question_page;
mod receipt_page;
mod server;
mod steps;
mod summary_page;
pub(crate) mod thread;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use draft_page::DraftPage;
use files_page::FilesPage;
use list_page::QuestionsPage;
use new_page::NewQuestionPage;
use question_page::QuestionPage;
pub(crate) use question_page::Reply;
use receipt_page::ReceiptPage;
pub(crate) use server::reply;
use summary_page::SummaryPage;

#[component(transparent)]
pub fn MessagingRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/messagerie") view=QuestionsPage ssr=SsrMode::Async/>
        <Route path=path!("/messagerie/nouvelle") view=NewQuestionPage ssr=SsrMode::Async/>
        <Route path=path!("/messagerie/brouillon/:id") view=DraftPage ssr=SsrMode::Async/>
        <Route path=path!("/messagerie/brouillon/:id/pieces") view=FilesPage ssr=SsrMode::Async/>
        <Route path=path!("/messagerie/brouillon/:id/recapitulatif") view=SummaryPage ssr=SsrMode::Async/>
        <Route path=path!("/messagerie/question/:id") view=QuestionPage ssr=SsrMode::Async/>
        <Route path=path!("/messagerie/question/:id/recu") view=ReceiptPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
