//! The téléservices of the chosen company, opened signed in (mission §3.4), and the pages that a téléservice brings
//! people to.

mod access_page;
mod catalogue_page;
mod end_page;
mod opening_page;
mod server;

use domain::rights::Denial;
use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use crate::{
    ui::{Notice, NoticeKind},
    why::Ways,
};

use access_page::AccessPage;
use catalogue_page::TeleservicesPage;
use end_page::EndSessionPage;
use opening_page::OpeningPage;

#[component(transparent)]
pub fn TeleserviceRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/teleservices") view=TeleservicesPage ssr=SsrMode::Async/>
        <Route path=path!("/teleservices/acces") view=AccessPage ssr=SsrMode::Async/>
        <Route path=path!("/teleservices/:code") view=OpeningPage ssr=SsrMode::Async/>
        <Route path=path!("/deconnexion/teleservice") view=EndSessionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// What is missing, the next step and the way there, on the page of the refusal itself.
fn reason(denial: &Denial) -> impl IntoView + use<> {
    let step = denial.next_step().map(|step| {
        let sentence = step.to_string();
        view! { <p>{sentence}</p> <Ways step/> }
    });
    let missing = denial.missing();
    view! { <Notice kind=NoticeKind::Warning><p>{missing}</p>{step}</Notice> }
}

/// The query of the page's address, as it was written.
fn raw_query(visit: &crate::page::Visit) -> String {
    visit.path.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
}

/// From the dashboard down.
fn trail() -> Vec<(String, String)> {
    vec![("Tableau de bord".to_owned(), "/tableau-de-bord".to_owned())]
}
