//! Personal space: seven tabs, one page each (mission §2.4). The last two, rattachements and habilitations,
//! are in `crate::companies`.

mod email_page;
mod history_page;
mod home_page;
mod new_address_page;
mod password_page;
mod security_page;
mod server;
mod situation_page;
mod tabs;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use email_page::EmailPage;
use history_page::HistoryPage;
use home_page::ProfilePage;
use new_address_page::NewAddressPage;
use password_page::PasswordPage;
use security_page::SecurityPage;
use situation_page::SituationPage;

pub(crate) use tabs::{Tab, Tabs, trail};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::PROFILE) view=ProfilePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SITUATION) view=SituationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SECURITY) view=SecurityPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACCOUNT_HISTORY) view=HistoryPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PASSWORD) view=PasswordPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EMAIL) view=EmailPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_EMAIL) view=NewAddressPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
