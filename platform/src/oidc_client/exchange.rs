//! Code exchange and verification of the ID token.

use openidconnect::{
    AccessTokenHash, AuthorizationCode, Nonce, OAuth2TokenResponse, PkceCodeVerifier, TokenResponse,
    core::{CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreTokenResponse},
};
use url::Url;

use super::{
    registration::{Client, ClientRegistration, OpenIdFailure},
    user_info,
};
use crate::co_owners::{Failure, OpenIdHttp, clean};

/// Maximum length of a subject, in bytes.
pub(super) const MAX_SUBJECT: usize = 255;

/// Identity asserted by a verified ID token. Only the subject is verified by the provider; names and addresses are
/// cleaned, unverified texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedIdentity {
    /// The account's identifier at the provider, never reassigned.
    pub subject: String,
    pub name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    /// Authentication level reached at the provider.
    pub acr: Option<String>,
    /// Sent back as `id_token_hint` at sign-out.
    pub id_token: String,
    /// End-session endpoint of the provider.
    pub end_session: Option<Url>,
}

impl ClientRegistration<'_> {
    /// Exchanges a code and verifies the ID token: signature (RS256), issuer, audience, expiry, nonce, access token
    /// hash if present. `fetch_user_info`: completes the identity from the userinfo endpoint.
    ///
    /// # Errors
    /// See [`OpenIdFailure`].
    pub async fn exchange_code(
        &self,
        code: &str,
        nonce: String,
        pkce_verifier: String,
        fetch_user_info: bool,
    ) -> Result<VerifiedIdentity, OpenIdFailure> {
        let discovered = self.discover().await?;
        let http = OpenIdHttp(self.http);
        let tokens = discovered
            .client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| OpenIdFailure::Unavailable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pkce_verifier))
            .request_async(&http)
            .await
            .map_err(token_failure)?;
        let mut identity = verify(&discovered.client, &tokens, &Nonce::new(nonce))?;
        identity.end_session = discovered.end_session;
        if fetch_user_info {
            user_info::complete(&discovered.client, &http, &tokens, &mut identity).await?;
        }
        Ok(identity)
    }
}

fn token_failure(
    error: openidconnect::RequestTokenError<
        Failure,
        openidconnect::StandardErrorResponse<openidconnect::core::CoreErrorResponseType>,
    >,
) -> OpenIdFailure {
    use openidconnect::RequestTokenError as Error;
    match error {
        // Logs the registered code only: the description is free text of the provider.
        Error::ServerResponse(answer) => OpenIdFailure::Refused(answer.error().to_string()),
        Error::Request(failure) => OpenIdFailure::Unavailable(failure.to_string()),
        Error::Parse(error, _) => {
            OpenIdFailure::Unavailable(format!("unreadable tokens at {}", error.path()))
        }
        Error::Other(text) => OpenIdFailure::Unavailable(text),
    }
}

fn verify(
    client: &Client,
    tokens: &CoreTokenResponse,
    nonce: &Nonce,
) -> Result<VerifiedIdentity, OpenIdFailure> {
    let refused = |error: &dyn std::fmt::Display| OpenIdFailure::Refused(error.to_string());
    let id_token = tokens.id_token().ok_or_else(|| OpenIdFailure::Refused("no ID token".to_owned()))?;
    let verifier =
        client.id_token_verifier().set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
    let claims = id_token.claims(&verifier, nonce).map_err(|error| refused(&error))?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = id_token.signing_alg().map_err(|error| refused(&error))?;
        let key = id_token.signing_key(&verifier).map_err(|error| refused(&error))?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
            .map_err(|error| refused(&error))?;
        if actual != *expected {
            return Err(OpenIdFailure::Refused("the access token does not match the ID token".to_owned()));
        }
    }
    identity(claims, id_token.to_string())
}

fn identity(claims: &CoreIdTokenClaims, id_token: String) -> Result<VerifiedIdentity, OpenIdFailure> {
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.chars().any(char::is_control) {
        return Err(OpenIdFailure::Refused("unusable subject".to_owned()));
    }
    let text = |claim: &str| Some(clean(claim)).filter(|text| !text.is_empty());
    Ok(VerifiedIdentity {
        subject: subject.to_owned(),
        name: claims.name().and_then(|names| text(names.get(None)?)),
        given_name: claims.given_name().and_then(|names| text(names.get(None)?)),
        family_name: claims.family_name().and_then(|names| text(names.get(None)?)),
        email: claims.email().and_then(|email| text(email)),
        acr: claims.auth_context_ref().map(|acr| acr.to_string()),
        id_token,
        end_session: None,
    })
}
