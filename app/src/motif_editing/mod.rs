//! Motifs of the messaging, for administrators: versions, texts, fields, preview, publication.

mod field_pages;
mod fields_page;
mod history;
mod list_page;
mod motif_page;
mod preview_page;
mod server;
mod texts_page;
mod trail;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use field_pages::{MotifFieldPage, NewMotifFieldPage};
use fields_page::MotifFieldsPage;
use list_page::MotifsPage;
use motif_page::MotifPage;
use preview_page::MotifPreviewPage;
use texts_page::MotifTextsPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::MOTIFS) view=MotifsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EDITED_MOTIF) view=MotifPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MOTIF_TEXTS) view=MotifTextsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MOTIF_FIELDS) view=MotifFieldsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_MOTIF_FIELD) view=NewMotifFieldPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MOTIF_FIELD) view=MotifFieldPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::MOTIF_PREVIEW) view=MotifPreviewPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
