//! Shared documents: for those who read them, operators by company and agents by service; for their managers, folders, versions and
//! acknowledgements.

mod document_page;
mod folder_page;
mod folders_page;
mod list_page;
mod managed_page;
mod manager_server;
mod place;
mod server;
mod versions;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use document_page::{AgentDocumentPage, DocumentPage};
use folder_page::FolderPage;
use folders_page::{FoldersPage, NewFolderPage};
use list_page::{AgentDocumentsPage, DocumentsPage};
use managed_page::ManagedDocumentPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::DOCUMENTS) view=DocumentsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::DOCUMENT) view=DocumentPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_DOCUMENTS) view=AgentDocumentsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_DOCUMENT) view=AgentDocumentPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MANAGED_FOLDERS) view=FoldersPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_FOLDER) view=NewFolderPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MANAGED_FOLDER) view=FolderPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MANAGED_DOCUMENT) view=ManagedDocumentPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
