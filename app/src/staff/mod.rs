//! Pages of the whole staff: sign-in, re-authentication, home with the spaces of each role.

pub(crate) mod account_tabs;
mod code_page;
mod delay_report_page;
mod home_page;
mod mails_page;
mod opinions_page;
mod password_page;
mod reauthentication_page;
mod return_path;
mod server;
mod sign_in_page;
pub(crate) mod spaces;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use code_page::StaffCodePage;
use delay_report_page::DelayReportPage;
use home_page::StaffHomePage;
use mails_page::AgentMailsPage;
use opinions_page::OpinionsPage;
use password_page::StaffPasswordPage;
use reauthentication_page::StaffReauthenticationPage;
use sign_in_page::StaffSignInPage;

pub use return_path::with_return;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::STAFF_HOME) view=StaffHomePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_SIGN_IN) view=StaffSignInPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_CODE) view=StaffCodePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::DELAY_REPORT) view=DelayReportPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_MAILS) view=AgentMailsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::OPINIONS) view=OpinionsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_PASSWORD) view=StaffPasswordPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_REAUTHENTICATION) view=StaffReauthenticationPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
