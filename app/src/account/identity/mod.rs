//! Identity providers (mission §2.3): their buttons, the first time, what went wrong, attaching and detaching.

mod buttons;
mod detachment_page;
mod first_time_page;
mod section;
mod server;
mod setback_page;

use domain::identity_provider::{Provider, Setback};
use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use detachment_page::DetachmentPage;
use first_time_page::FirstTimePage;
use setback_page::SetbackPage;

pub(super) use buttons::buttons;
pub(super) use first_time_page::{prefilled, vouched};
pub(crate) use section::section;
pub(crate) use server::proof_first;

/// Where an identity that belongs to no account waits for one.
pub const FIRST_TIME: &str = "/connexion/premiere-fois";

#[component(transparent)]
pub fn IdentityRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/connexion/premiere-fois") view=FirstTimePage ssr=SsrMode::Async/>
        <Route path=path!("/connexion/echec") view=SetbackPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/fournisseur/:code") view=DetachmentPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The page that says what went wrong; `attaching`: the person is signed in and goes back to their profile.
pub fn setback_path(provider: Provider, setback: Setback, attaching: bool) -> String {
    let way = if attaching { "&rattachement=oui" } else { "" };
    format!("/connexion/echec?fournisseur={}&cause={}{way}", provider.code(), setback.code())
}
