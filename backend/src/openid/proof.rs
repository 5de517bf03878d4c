//! What a code is exchanged for, and how it is verified.

use openidconnect::{
    AccessTokenHash, AuthorizationCode, Nonce, OAuth2TokenResponse, PkceCodeVerifier, TokenResponse,
    core::{CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreTokenResponse},
};
use url::Url;

use super::{Client, OpenIdFailure, Relation, user_info};
use crate::partners::{Failure, OpenIdHttp, clean};

/// Longest identifier of an account that is accepted from a provider, in bytes.
pub(super) const MAX_SUBJECT: usize = 255;

/// Who the provider says the person is. Names and addresses are cleaned; they prove nothing, the subject does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The account's identifier at the provider, never given to another one.
    pub subject: String,
    pub name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    /// The level of authentication that was reached there.
    pub acr: Option<String>,
    /// To be given back when the person signs out there.
    pub id_token: String,
    /// Where a sign-out is told.
    pub end_session: Option<Url>,
}

impl Relation<'_> {
    /// Exchanges the code that the browser brought back and verifies the ID token (signature RS256, issuer, audience,
    /// expiry, nonce, access token hash when given). `asks_user_info`: the ID token says little of the person, the
    /// provider's userinfo says the rest.
    ///
    /// # Errors
    /// See [`OpenIdFailure`].
    pub async fn finish(
        &self,
        code: &str,
        nonce: String,
        pkce_verifier: String,
        asks_user_info: bool,
    ) -> Result<Proof, OpenIdFailure> {
        let found = self.discover().await?;
        let http = OpenIdHttp(self.http);
        let tokens = found
            .client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| OpenIdFailure::Silent(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pkce_verifier))
            .request_async(&http)
            .await
            .map_err(token_failure)?;
        let mut proof = verified(&found.client, &tokens, &Nonce::new(nonce))?;
        proof.end_session = found.end_session;
        if asks_user_info {
            user_info::complete(&found.client, &http, &tokens, &mut proof).await?;
        }
        Ok(proof)
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
        // The description is the provider's own text: only the registered code is logged.
        Error::ServerResponse(answer) => OpenIdFailure::Refused(answer.error().to_string()),
        Error::Request(failure) => OpenIdFailure::Silent(failure.to_string()),
        Error::Parse(error, _) => OpenIdFailure::Silent(format!("unreadable tokens at {}", error.path())),
        Error::Other(text) => OpenIdFailure::Silent(text),
    }
}

fn verified(client: &Client, tokens: &CoreTokenResponse, nonce: &Nonce) -> Result<Proof, OpenIdFailure> {
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
            return Err(OpenIdFailure::Refused("the access token is another one's".to_owned()));
        }
    }
    said(claims, id_token.to_string())
}

fn said(claims: &CoreIdTokenClaims, id_token: String) -> Result<Proof, OpenIdFailure> {
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.chars().any(char::is_control) {
        return Err(OpenIdFailure::Refused("unusable subject".to_owned()));
    }
    let name = |names: &str| Some(clean(names)).filter(|name| !name.is_empty());
    Ok(Proof {
        subject: subject.to_owned(),
        name: claims.name().and_then(|names| name(names.get(None)?)),
        given_name: claims.given_name().and_then(|names| name(names.get(None)?)),
        family_name: claims.family_name().and_then(|names| name(names.get(None)?)),
        email: claims.email().and_then(|email| name(email)),
        acr: claims.auth_context_ref().map(|acr| acr.to_string()),
        id_token,
        end_session: None,
    })
}
