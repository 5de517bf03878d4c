//! Pages reached from mail links: forgotten password, « ce n'était pas moi », change of address.

mod address_page;
mod forgotten_page;
mod late_mail;
mod new_password_page;
mod securing_page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use address_page::{AddressAgreementPage, AddressChangedPage, AddressPage};
use forgotten_page::{ForgottenPage, LinkSentPage};
use new_password_page::{NewPasswordPage, PasswordResetPage};
use securing_page::{SecuredPage, SecuringPage};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::FORGOTTEN_PASSWORD) view=ForgottenPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::FORGOTTEN_PASSWORD_SENT) view=LinkSentPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_PASSWORD) view=NewPasswordPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::PASSWORD_RESET) view=PasswordResetPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SECURING) view=SecuringPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SECURED) view=SecuredPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EMAIL_CHANGE) view=AddressPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EMAIL_CHANGE_AGREEMENT) view=AddressAgreementPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EMAIL_CHANGED) view=AddressChangedPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
