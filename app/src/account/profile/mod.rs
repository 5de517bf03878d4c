//! The personal space: seven tabs, each a page of its own (mission §2.4). The last two, rattachements and habilitations,
//! are pages of `crate::companies`.

mod email_page;
mod history_page;
mod home_page;
mod new_address_page;
mod password_page;
mod security_page;
mod server;
mod situation_page;
mod tabs;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use email_page::EmailPage;
use history_page::HistoryPage;
use home_page::ProfilePage;
use new_address_page::NewAddressPage;
use password_page::PasswordPage;
use security_page::SecurityPage;
use situation_page::SituationPage;

pub(crate) use tabs::{Tab, Tabs};

#[component(transparent)]
pub fn ProfileRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/profil") view=ProfilePage ssr=SsrMode::Async/>
        <Route path=path!("/profil/situation") view=SituationPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite") view=SecurityPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/historique") view=HistoryPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/mot-de-passe") view=PasswordPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/courriel") view=EmailPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/courriel/adresse") view=NewAddressPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
