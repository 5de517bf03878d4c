//! Server functions of the identity provider forms.

use backend::accounts::identity_providers;
use domain::{
    identity_provider::{IdentityProvider, Provider, ProviderFailure},
    path,
    problem::{Problem, Problems},
};
use leptos::prelude::*;
use platform::Error;

use super::failure_path::failure_path;
use crate::{
    account::SignIn,
    forms::{self, Endpoint, FormRequest, Redirect},
};

/// Identity provider in the form.
fn provider(request: &FormRequest) -> Result<IdentityProvider, Error> {
    IdentityProvider::from_code(request.answers.text("fournisseur")).ok_or(Error::NotFound)
}

#[server(prefix = "/form", endpoint = "connexion-fournisseur")]
pub async fn sign_in_with() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SignIn::NAME, async |request: FormRequest| {
        let provider = Provider::from_code(request.answers.text("fournisseur")).ok_or(Error::NotFound)?;
        let return_path = path::local(request.answers.raw("retour")).unwrap_or_default();
        let client = &request.context.client;
        match identity_providers::authorization_request(
            &request.portal,
            &request.session,
            client,
            provider,
            return_path,
        )
        .await
        {
            Ok(address) => Ok(Redirect::to(address)),
            Err(Error::CoOwnerDown { .. }) => {
                Ok(Redirect::to(failure_path(provider, ProviderFailure::Unavailable, false)))
            }
            Err(error) => Err(error),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "rattacher-fournisseur")]
pub async fn attach_with() -> Result<(), ServerFnError> {
    forms::handle(AttachWith::NAME, async |request: FormRequest| {
        let provider = provider(&request)?;
        let client = &request.context.client;
        match identity_providers::attachment_request(&request.portal, &request.session, client, provider)
            .await
        {
            Ok(address) => Ok(Redirect::to(address)),
            Err(Error::CoOwnerDown { .. }) => {
                Ok(Redirect::to(failure_path(provider.into(), ProviderFailure::Unavailable, true)))
            }
            Err(error) => reauthenticate_first(error, path::SECURITY_PROVIDERS),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "attacher-identite")]
pub async fn attach_pending() -> Result<(), ServerFnError> {
    forms::handle(AttachPending::NAME, async |request: FormRequest| match identity_providers::attach_pending(
        &request.portal,
        &request.session,
    )
    .await
    {
        Ok(Ok(provider)) => Ok(Redirect::to(path::SECURITY_PROVIDERS)
            .with_notice(format!("Vous pouvez maintenant vous connecter avec {}.", provider.label()))),
        Ok(Err((provider, failure))) => Ok(Redirect::to(failure_path(provider.into(), failure, true))),
        Err(error) => reauthenticate_first(error, path::SIGN_IN_FIRST_TIME),
    })
    .await
}

#[server(prefix = "/form", endpoint = "detacher-fournisseur")]
pub async fn detach() -> Result<(), ServerFnError> {
    forms::handle(Detach::NAME, async |request: FormRequest| {
        let provider = provider(&request)?;
        request.session.usager()?;
        match identity_providers::detach(&request.portal, &request.session, provider).await {
            // Detached before, by a form sent twice or in another tab.
            Ok(()) | Err(Error::NotFound) => Ok(Redirect::to(path::SECURITY_PROVIDERS)
                .with_notice(format!("{} ne permet plus de vous connecter.", provider.label()))),
            Err(error) => reauthenticate_first(error, &request.page),
        }
    })
    .await
}

/// Turns [`Problem::ReauthenticationRequired`] into a redirect to re-authentication, which returns to `back`.
pub(crate) fn reauthenticate_first(error: Error, back: &str) -> Result<Redirect, Error> {
    let is_stale =
        |problems: &Problems| problems.iter().any(|found| found.problem == Problem::ReauthenticationRequired);
    match error {
        Error::Invalid(problems) if is_stale(&problems) => {
            Ok(Redirect::to(path::with_return(path::REAUTHENTICATION, back)))
        }
        error => Err(error),
    }
}
