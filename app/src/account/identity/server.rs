//! The addresses of the forms about identity providers.

use backend::{Error, identity};
use domain::{
    identity_provider::{IdentityProvider, Provider, Setback},
    problem::{Problem, Problems},
};
use leptos::prelude::*;

use super::setback_path;
use crate::{
    forms::{self, Follow, FormRequest},
    page,
};

const PROVIDERS: &str = "/profil/securite#fournisseurs";

/// Which of the providers that can be attached.
fn provider(request: &FormRequest) -> Result<IdentityProvider, Error> {
    IdentityProvider::from_code(request.answers.text("fournisseur")).ok_or(Error::NotFound)
}

#[server(prefix = "/form", endpoint = "connexion-fournisseur")]
pub async fn sign_in_with() -> Result<(), ServerFnError> {
    forms::handle("connexion", async |request: FormRequest| {
        let provider = Provider::from_code(request.answers.text("fournisseur")).ok_or(Error::NotFound)?;
        let wanted = page::local(request.answers.raw("retour")).unwrap_or_default();
        let client = &request.context.client;
        match identity::begin(&request.portal, &request.session, client, provider, wanted).await {
            Ok(address) => Ok(Follow::to(address)),
            Err(Error::PartnerDown { .. }) => Ok(Follow::to(setback_path(provider, Setback::Silent, false))),
            Err(error) => Err(error),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "rattacher-fournisseur")]
pub async fn attach_with() -> Result<(), ServerFnError> {
    forms::handle("rattacher-fournisseur", async |request: FormRequest| {
        let provider = provider(&request)?;
        let client = &request.context.client;
        match identity::begin_attachment(&request.portal, &request.session, client, provider).await {
            Ok(address) => Ok(Follow::to(address)),
            Err(Error::PartnerDown { .. }) => {
                Ok(Follow::to(setback_path(provider.into(), Setback::Silent, true)))
            }
            Err(error) => proof_first(error, PROVIDERS),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "attacher-identite")]
pub async fn attach_waiting() -> Result<(), ServerFnError> {
    forms::handle("attacher-identite", async |request: FormRequest| {
        match identity::attach_waiting(&request.portal, &request.session).await {
            Ok(Ok(provider)) => Ok(Follow::to(PROVIDERS)
                .with_notice(format!("{} ouvre maintenant votre compte.", provider.label()))),
            Ok(Err((provider, setback))) => Ok(Follow::to(setback_path(provider.into(), setback, true))),
            Err(error) => proof_first(error, super::FIRST_TIME),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "detacher-fournisseur")]
pub async fn detach() -> Result<(), ServerFnError> {
    forms::handle("detacher-fournisseur", async |request: FormRequest| {
        let provider = provider(&request)?;
        match identity::detach(&request.portal, &request.session, provider).await {
            Ok(()) => {
                Ok(Follow::to(PROVIDERS)
                    .with_notice(format!("{} n’ouvre plus votre compte.", provider.label())))
            }
            Err(error) => proof_first(error, &request.page),
        }
    })
    .await
}

/// A proof that is too old leads to the page that asks for one, and back.
pub(crate) fn proof_first(error: Error, back: &str) -> Result<Follow, Error> {
    let old = |problems: &Problems| problems.iter().any(|found| found.problem == Problem::ProofNeeded);
    match error {
        Error::Invalid(problems) if old(&problems) => {
            Ok(Follow::to(format!("/connexion/preuve?retour={}", page::encode(back))))
        }
        error => Err(error),
    }
}
