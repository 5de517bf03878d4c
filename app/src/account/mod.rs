//! Accounts: registration, activation, sign-in, sign-out, recovery, personal space.

mod activation_page;
pub(crate) mod code_page;
mod confirmation_page;
mod cookies_page;
pub(crate) mod ended_session_notice;
pub mod identity;
mod invalid_link_page;
pub(crate) mod mfa;
mod other_person_page;
pub(crate) mod passkey;
mod passkey_page;
pub(crate) mod personal_data;
pub(crate) mod profile;
pub(crate) mod recovery;
mod registration_page;
mod return_path;
mod server;
mod sign_in_page;
mod used_link;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use activation_page::{ActivatedPage, ActivationPage, NewLinkPage};
use code_page::CodePage;
use confirmation_page::{SignInConfirmationPage, SignedOutPage};
use cookies_page::CookiesRefusedPage;
use other_person_page::OtherPersonPage;
use passkey_page::PasskeySignInPage;
use registration_page::{RegistrationConfirmationPage, RegistrationPage};
use sign_in_page::SignInPage;

pub use return_path::with_return;
pub use server::after_first_step;
pub(crate) use server::{SignIn, SignOut, leave_session};

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::REGISTRATION) view=RegistrationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::REGISTRATION_CONFIRMATION) view=RegistrationConfirmationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACTIVATION) view=ActivationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::ACTIVATION_CONFIRMATION) view=ActivatedPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEW_ACTIVATION_LINK) view=NewLinkPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SIGN_IN) view=SignInPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::COOKIES_REFUSED) view=CookiesRefusedPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::OTHER_PERSON) view=OtherPersonPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SIGN_IN_PASSKEY) view=PasskeySignInPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SIGN_IN_CODE) view=CodePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SIGN_IN_CONFIRMATION) view=SignInConfirmationPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::SIGNED_OUT) view=SignedOutPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
