//! Second factors of usagers and of the staff: applications, passkeys, mobile number, recovery codes, security level, and
//! re-authentication before changing them.

mod application_page;
mod codes_page;
mod enrolment;
mod holder;
mod level_page;
mod number_page;
mod other_factors;
mod passkey_page;
mod reauthentication_page;
mod removal_page;
mod section;
mod server;
mod staff_page;
mod trail;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use application_page::ApplicationPage;
use codes_page::RecoveryCodesPage;
use level_page::LevelPage;
use number_page::NumberPage;
use passkey_page::PasskeyPage;
use reauthentication_page::ReauthenticationPage;
use removal_page::{PasskeyRemovalPage, RemovalPage};
use staff_page::StaffSecurityPage;

pub(crate) use other_factors::other_factors;
pub(crate) use section::section;
pub(super) use trail::trail;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::NEW_AUTHENTICATOR_APP) view=ApplicationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AUTHENTICATOR_APP) view=RemovalPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_PASSKEY) view=PasskeyPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PASSKEY) view=PasskeyRemovalPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::RECOVERY_CODES) view=RecoveryCodesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SECURITY_LEVEL) view=LevelPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SMS_NUMBER) view=NumberPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::REAUTHENTICATION) view=ReauthenticationPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Routes of the second factors of the staff.
pub fn staff_routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::STAFF_SECURITY) view=StaffSecurityPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_STAFF_AUTHENTICATOR_APP) view=ApplicationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_AUTHENTICATOR_APP) view=RemovalPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_STAFF_PASSKEY) view=PasskeyPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_PASSKEY) view=PasskeyRemovalPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::STAFF_RECOVERY_CODES) view=RecoveryCodesPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
