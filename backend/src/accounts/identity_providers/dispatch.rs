//! OpenID Connect client calls, dispatched to an identity provider or to a co-owner.

use domain::identity_provider::Provider;

use platform::{
    co_owners::AuthorizationPurpose,
    oidc_client::{AuthorizationRequest, OpenIdFailure, VerifiedIdentity},
};

use super::providers;
use crate::Portal;

/// Returns `true` if the provider is configured.
pub(super) fn is_configured(portal: &Portal, provider: Provider) -> bool {
    match provider {
        Provider::Identity(provider) => portal.config.identity.offered().any(|one| one == provider),
        Provider::CoOwner(co_owner) => portal.co_owners.offered().any(|one| one == co_owner),
    }
}

/// Issuer of a configured provider, as stored with subjects.
pub(super) fn issuer(portal: &Portal, provider: Provider) -> Option<String> {
    match provider {
        Provider::Identity(provider) => providers::issuer(portal, provider),
        Provider::CoOwner(co_owner) => portal.co_owners.issuer(co_owner),
    }
}

/// Finds the configured provider that has this issuer.
pub(super) fn by_issuer(portal: &Portal, sent: &str) -> Option<Provider> {
    let identities = portal.config.identity.offered().map(Provider::Identity);
    let co_owners = portal.co_owners.offered().map(Provider::CoOwner);
    identities.chain(co_owners).find(|provider| issuer(portal, *provider).as_deref() == Some(sent))
}

/// Prepares an authorization request; `prompt_login` requires a sign-in even if the browser has a session there.
pub(super) async fn authorization_request(
    portal: &Portal,
    provider: Provider,
    prompt_login: bool,
) -> Result<AuthorizationRequest, OpenIdFailure> {
    match provider {
        Provider::Identity(provider) => {
            providers::authorization_request(portal, provider, prompt_login).await
        }
        Provider::CoOwner(co_owner) => {
            portal.co_owners.authorization_request(co_owner, AuthorizationPurpose::SignIn).await
        }
    }
}

/// Exchanges a code for the verified identity.
pub(super) async fn exchange_code(
    portal: &Portal,
    provider: Provider,
    code: &str,
    nonce: String,
    pkce_verifier: String,
) -> Result<VerifiedIdentity, OpenIdFailure> {
    match provider {
        Provider::Identity(provider) => {
            providers::exchange_code(portal, provider, code, nonce, pkce_verifier).await
        }
        Provider::CoOwner(co_owner) => {
            portal
                .co_owners
                .exchange_code(co_owner, AuthorizationPurpose::SignIn, code, nonce, pkce_verifier)
                .await
        }
    }
}

/// Returns `true` if the provider reports an accepted level of authentication. None is requested from a co-owner.
pub(super) fn accepts_level(portal: &Portal, provider: Provider, verified: &VerifiedIdentity) -> bool {
    match provider {
        Provider::Identity(provider) => {
            portal.config.identity.of(provider).is_some_and(|one| one.accepts(verified.acr.as_deref()))
        }
        Provider::CoOwner(_) => true,
    }
}

/// Returns `true` if the reported level replaces the account's second factor. Never for a co-owner: its session may be
/// hours old, and no levels are agreed with it.
pub(super) fn replaces_second_factor(
    portal: &Portal,
    provider: Provider,
    verified: &VerifiedIdentity,
) -> bool {
    match provider {
        Provider::Identity(provider) => portal
            .config
            .identity
            .of(provider)
            .is_some_and(|one| one.replaces_second_factor(verified.acr.as_deref())),
        Provider::CoOwner(_) => false,
    }
}
