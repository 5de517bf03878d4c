//! Secure messaging for operators (004, *Messagerie sécurisée*): themes and motifs, the four steps of a
//! question, its receipt, the conversation.

mod archive_page;
mod delay_words;
mod draft_page;
mod files_page;
mod followers;
mod list_page;
pub(crate) mod merged;
mod new_page;
mod proofs_page;
mod question_page;
mod receipt_page;
mod reply_form;
mod server;
mod steps;
mod summary_page;
pub(crate) mod thread;
mod unfinished;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use archive_page::ArchivePage;
use draft_page::DraftPage;
use files_page::FilesPage;
use list_page::QuestionsPage;
use new_page::NewQuestionPage;
use proofs_page::ProofsPage;
use question_page::QuestionPage;
pub(crate) use question_page::question_title;
use receipt_page::ReceiptPage;
pub(crate) use reply_form::{Reply, closing, unfinished_files_of_reply};
pub(crate) use server::{CloseQuestion, RemoveFile, RemoveUpload, edit, reply};
pub(crate) use steps::file_item;
use summary_page::SummaryPage;
pub(crate) use unfinished::unfinished_files;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::QUESTIONS) view=QuestionsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_QUESTION) view=NewQuestionPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::DRAFT) view=DraftPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::DRAFT_FILES) view=FilesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::DRAFT_SUMMARY) view=SummaryPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::QUESTION) view=QuestionPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::RECEIPT) view=ReceiptPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MESSAGE_PROOFS) view=ProofsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EXCHANGES_ARCHIVE) view=ArchivePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
