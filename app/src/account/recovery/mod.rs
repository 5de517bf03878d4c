//! What the owner of an account does by mail: a forgotten password, « ce n'était pas moi », a change of address.

mod address_page;
mod forgotten_page;
mod late_mail;
mod new_password_page;
mod securing_page;
mod server;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use address_page::{AddressChangedPage, AddressPage, AddressToAgreePage};
use forgotten_page::{ForgottenPage, LinkSentPage};
use new_password_page::{NewPasswordPage, PasswordResetPage};
use securing_page::{SecuredPage, SecuringPage};

#[component(transparent)]
pub fn RecoveryRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/mot-de-passe-oublie") view=ForgottenPage ssr=SsrMode::Async/>
        <Route path=path!("/mot-de-passe-oublie/envoye") view=LinkSentPage ssr=SsrMode::Async/>
        <Route path=path!("/mot-de-passe-oublie/nouveau") view=NewPasswordPage ssr=SsrMode::Async/>
        <Route path=path!("/mot-de-passe-oublie/termine") view=PasswordResetPage ssr=SsrMode::Async/>
        <Route path=path!("/securiser-mon-compte") view=SecuringPage ssr=SsrMode::Async/>
        <Route path=path!("/securiser-mon-compte/termine") view=SecuredPage ssr=SsrMode::Async/>
        <Route path=path!("/changement-adresse") view=AddressPage ssr=SsrMode::Async/>
        <Route path=path!("/changement-adresse/accord") view=AddressToAgreePage ssr=SsrMode::Async/>
        <Route path=path!("/changement-adresse/termine") view=AddressChangedPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
