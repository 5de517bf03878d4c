//! Accounts: registration, activation, sign-in, sign-out, recovery, personal space.

mod activation_page;
mod code_page;
mod confirmation_page;
pub(crate) mod ended;
pub(crate) mod factors;
pub mod identity;
mod passkey;
mod passkey_page;
mod personal_data;
pub(crate) mod profile;
mod recovery;
mod registration_page;
mod server;
mod sign_in_page;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use activation_page::{ActivatedPage, ActivationPage, NewLinkPage};
use code_page::CodePage;
use confirmation_page::{SignInConfirmationPage, SignedOutPage};
use passkey_page::PasskeySignInPage;
use registration_page::{RegistrationConfirmationPage, RegistrationPage};
use sign_in_page::SignInPage;

pub use factors::FactorRoutes;
pub use identity::IdentityRoutes;
pub use personal_data::PersonalDataRoutes;
pub use profile::ProfileRoutes;
pub use recovery::RecoveryRoutes;
pub use server::after_first_step;

#[component(transparent)]
pub fn AccountRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/inscription") view=RegistrationPage ssr=SsrMode::Async/>
        <Route path=path!("/inscription/confirmation") view=RegistrationConfirmationPage ssr=SsrMode::Async/>
        <Route path=path!("/activation") view=ActivationPage ssr=SsrMode::Async/>
        <Route path=path!("/activation/confirmation") view=ActivatedPage ssr=SsrMode::Async/>
        <Route path=path!("/activation/nouveau-lien") view=NewLinkPage ssr=SsrMode::Async/>
        <Route path=path!("/connexion") view=SignInPage ssr=SsrMode::Async/>
        <Route path=path!("/connexion/cle") view=PasskeySignInPage ssr=SsrMode::Async/>
        <Route path=path!("/connexion/code") view=CodePage ssr=SsrMode::Async/>
        <Route path=path!("/connexion/confirmation") view=SignInConfirmationPage ssr=SsrMode::Async/>
        <Route path=path!("/deconnexion") view=SignedOutPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// `path` with the page to go back to, when there is one worth going back to.
pub fn with_return(path: &str, wanted: Option<&str>) -> String {
    match wanted.and_then(crate::page::local) {
        Some(wanted) => format!("{path}?retour={}", crate::page::encode(wanted)),
        None => path.to_owned(),
    }
}
