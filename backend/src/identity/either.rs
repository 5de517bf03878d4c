//! Both kinds of provider, spoken to in one way: identity providers, and the co-owners at which accounts are linked.

use domain::identity_provider::Provider;

use crate::{
    Portal,
    openid::{Authorization, OpenIdFailure, Proof},
    partners::Errand,
};

/// Is it configured?
pub(super) fn is_offered(portal: &Portal, provider: Provider) -> bool {
    match provider {
        Provider::Identity(provider) => portal.identities.offered().any(|one| one == provider),
        Provider::CoOwner(co_owner) => portal.partners.offered().any(|one| one == co_owner),
    }
}

/// The issuer of a configured provider, as it is stored beside subjects.
pub(super) fn issuer(portal: &Portal, provider: Provider) -> Option<String> {
    match provider {
        Provider::Identity(provider) => portal.identities.issuer(provider),
        Provider::CoOwner(co_owner) => portal.partners.issuer(co_owner),
    }
}

/// The configured provider that calls itself so.
pub(super) fn of_issuer(portal: &Portal, sent: &str) -> Option<Provider> {
    let identities = portal.identities.offered().map(Provider::Identity);
    let co_owners = portal.partners.offered().map(Provider::CoOwner);
    identities.chain(co_owners).find(|provider| issuer(portal, *provider).as_deref() == Some(sent))
}

/// Begins a journey; `sign_in_again`: even when the browser has a session there.
pub(super) async fn begin(
    portal: &Portal,
    provider: Provider,
    sign_in_again: bool,
) -> Result<Authorization, OpenIdFailure> {
    match provider {
        Provider::Identity(provider) => portal.identities.begin(provider, sign_in_again).await,
        Provider::CoOwner(co_owner) => portal.partners.begin_authorization(co_owner, Errand::SignIn).await,
    }
}

pub(super) async fn finish(
    portal: &Portal,
    provider: Provider,
    code: &str,
    nonce: String,
    pkce_verifier: String,
) -> Result<Proof, OpenIdFailure> {
    match provider {
        Provider::Identity(provider) => portal.identities.finish(provider, code, nonce, pkce_verifier).await,
        Provider::CoOwner(co_owner) => {
            portal.partners.finish_authorization(co_owner, Errand::SignIn, code, nonce, pkce_verifier).await
        }
    }
}

/// Is the level that was reached there one of those that are asked for? None is asked of a co-owner.
pub(super) fn accepts(portal: &Portal, provider: Provider, proof: &Proof) -> bool {
    match provider {
        Provider::Identity(provider) => {
            portal.identities.settings(provider).is_some_and(|one| one.accepts(proof.acr.as_deref()))
        }
        Provider::CoOwner(_) => true,
    }
}

/// Does it stand for what the account's level asks after the password? A co-owner never does: its session may be hours
/// old, and nobody agreed on levels with it.
pub(super) fn stands_for_two_factors(portal: &Portal, provider: Provider, proof: &Proof) -> bool {
    match provider {
        Provider::Identity(provider) => portal
            .identities
            .settings(provider)
            .is_some_and(|one| one.stands_for_two_factors(proof.acr.as_deref())),
        Provider::CoOwner(_) => false,
    }
}
