//! OpenID Connect client of the configured identity providers.

use domain::{identity_provider::IdentityProvider, path};
use platform::oidc_client::{
    AuthorizationOptions, AuthorizationRequest, ClientRegistration, OpenIdFailure, VerifiedIdentity,
    issuer_text,
};

use crate::{
    Portal,
    config::{IdentityConfig, ProviderSettings},
};

/// Checks the configuration section `[identity]`.
///
/// # Errors
/// An issuer that is not an http(s) address.
pub(crate) fn check(settings: &IdentityConfig) -> anyhow::Result<()> {
    for provider in IdentityProvider::ALL {
        let usable = settings.of(provider).is_none_or(|one| matches!(one.issuer.scheme(), "http" | "https"));
        anyhow::ensure!(usable, "identity.{}.issuer is not an http(s) address", provider.code());
    }
    Ok(())
}

/// Issuer of a configured provider, as stored with subjects.
pub(super) fn issuer(portal: &Portal, provider: IdentityProvider) -> Option<String> {
    portal.config.identity.of(provider).map(|settings| issuer_text(&settings.issuer))
}

/// Prepares an authorization request; `prompt_login` requires a sign-in even if the browser has a session there.
pub(super) async fn authorization_request(
    portal: &Portal,
    provider: IdentityProvider,
    prompt_login: bool,
) -> Result<AuthorizationRequest, OpenIdFailure> {
    let settings = configured(portal, provider)?;
    let scopes = settings.scopes(provider);
    let options = AuthorizationOptions { scopes: &scopes, acr_values: &settings.acr_values, prompt_login };
    registration(portal, provider, settings)?.authorization_request(options).await
}

/// Exchanges a code for the verified identity.
pub(super) async fn exchange_code(
    portal: &Portal,
    provider: IdentityProvider,
    code: &str,
    nonce: String,
    pkce_verifier: String,
) -> Result<VerifiedIdentity, OpenIdFailure> {
    let settings = configured(portal, provider)?;
    registration(portal, provider, settings)?.exchange_code(code, nonce, pkce_verifier, true).await
}

fn configured(portal: &Portal, provider: IdentityProvider) -> Result<&ProviderSettings, OpenIdFailure> {
    portal.config.identity.of(provider).ok_or_else(|| OpenIdFailure::Unavailable("not configured".to_owned()))
}

fn registration<'a>(
    portal: &'a Portal,
    provider: IdentityProvider,
    settings: &'a ProviderSettings,
) -> Result<ClientRegistration<'a>, OpenIdFailure> {
    let callback = path::provider_callback(provider.code());
    Ok(ClientRegistration {
        issuer: &settings.issuer,
        client_id: &settings.client_id,
        client_secret: &settings.client_secret,
        redirect: portal
            .base_url()
            .join(&callback)
            .map_err(|error| OpenIdFailure::Unavailable(error.to_string()))?,
        http: &portal.http,
    })
}
