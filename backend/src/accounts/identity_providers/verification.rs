//! Verification of a provider's answer.

use domain::identity_provider::{Provider, ProviderFailure};

use platform::oidc_client::{CallbackParams, OpenIdFailure, VerifiedIdentity};

use super::{dispatch, request::StoredRequest};
use crate::Portal;

/// Exchanges the code of a callback and checks issuer and level of authentication.
pub(super) async fn verify(
    portal: &Portal,
    provider: Provider,
    issuer: &str,
    params: &CallbackParams,
    request: &StoredRequest,
) -> Result<VerifiedIdentity, ProviderFailure> {
    let code = read_code(provider, issuer, params)?;
    let (nonce, verifier) = (request.nonce.clone(), request.pkce_verifier.clone());
    let exchanged = dispatch::exchange_code(portal, provider, code, nonce, verifier).await;
    let verified = exchanged.map_err(|failure| {
        tracing::warn!(provider = provider.code(), %failure, "failed to exchange a provider's code");
        match failure {
            OpenIdFailure::Unavailable(_) => ProviderFailure::Unavailable,
            OpenIdFailure::Refused(_) => ProviderFailure::InvalidResponse,
        }
    })?;
    if dispatch::accepts_level(portal, provider, &verified) {
        Ok(verified)
    } else {
        Err(ProviderFailure::InsufficientLevel)
    }
}

fn read_code<'a>(
    provider: Provider,
    issuer: &str,
    params: &'a CallbackParams,
) -> Result<&'a str, ProviderFailure> {
    if params.iss.as_deref().is_some_and(|sent| sent != issuer) {
        tracing::warn!(provider = provider.code(), "callback from another issuer");
        return Err(ProviderFailure::InvalidResponse);
    }
    match (&params.code, params.error.as_deref()) {
        (Some(code), None) => Ok(code),
        (_, Some("temporarily_unavailable" | "server_error")) => Err(ProviderFailure::Unavailable),
        (_, Some("access_denied" | "login_required" | "interaction_required")) => {
            Err(ProviderFailure::Cancelled)
        }
        _ => Err(ProviderFailure::InvalidResponse),
    }
}
