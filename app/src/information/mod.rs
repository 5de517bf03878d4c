//! Mailing list Infos Douane: subscription and letters for everybody, letters for editors.

mod editor_page;
mod editor_server;
mod list_page;
mod subscription_pages;
mod subscription_server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use editor_page::{NewLetterPage, StaffLetterPage};
use list_page::StaffLettersPage;
use subscription_pages::{ConfirmationPage, LetterPage, LettersPage, UnsubscriptionPage};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::LETTERS) view=LettersPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::LETTER) view=LetterPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SUBSCRIPTION) view=ConfirmationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::UNSUBSCRIPTION) view=UnsubscriptionPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_LETTERS) view=StaffLettersPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_LETTER) view=NewLetterPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_LETTER) view=StaffLetterPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
