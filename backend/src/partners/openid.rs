//! The portal as a client of the co-owners' OpenID Connect providers: authorization code with PKCE, one use, no
//! password ever seen (004, Rattachement).

use domain::co_owner::CoOwner;
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope, TokenResponse,
    core::{
        CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata,
        CoreTokenResponse,
    },
};
use url::Url;

use super::{
    Partners,
    contract::clean,
    http::{Failure, OpenIdHttp},
};

/// A journey to the co-owner that is about to begin. The secrets stay in the portal's database until it ends.
pub struct Authorization {
    /// Where to send the browser.
    pub address: Url,
    /// Comes back with the browser; only its hash is kept.
    pub state: String,
    pub nonce: String,
    pub pkce_verifier: String,
}

/// Who the co-owner says the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's identifier at the co-owner.
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
}

/// Why a journey to the co-owner failed.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdFailure {
    #[error("the provider gives no usable answer: {0}")]
    Silent(String),
    /// The provider answers, but what it answers proves nothing: used or foreign code, wrong nonce, bad signature.
    #[error("the proof is refused: {0}")]
    Refused(String),
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Longest identifier of an account that is accepted from a co-owner, in bytes.
const MAX_SUBJECT: usize = 255;

impl Partners {
    /// Draws the secrets of one journey and the address that starts it; the co-owner asks for its password again even
    /// when the browser has a session there, because a shared computer must not link somebody else's account.
    ///
    /// # Errors
    /// [`OpenIdFailure::Silent`] when the provider's metadata cannot be had.
    pub async fn begin_authorization(&self, co_owner: CoOwner) -> Result<Authorization, OpenIdFailure> {
        let client = self.openid_client(co_owner).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, random_state, random_nonce)
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .add_prompt(CoreAuthPrompt::Login)
            .set_pkce_challenge(challenge)
            .url();
        Ok(Authorization {
            address,
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    /// Exchanges the code that the browser brought back and verifies the ID token (signature RS256, issuer, audience,
    /// expiry, nonce, access token hash when given).
    ///
    /// # Errors
    /// See [`OpenIdFailure`].
    pub async fn finish_authorization(
        &self,
        co_owner: CoOwner,
        code: &str,
        nonce: String,
        pkce_verifier: String,
    ) -> Result<Identity, OpenIdFailure> {
        let client = self.openid_client(co_owner).await?;
        let http = OpenIdHttp(&self.0.http);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| OpenIdFailure::Silent(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pkce_verifier))
            .request_async(&http)
            .await
            .map_err(token_failure)?;
        identity(&client, &tokens, &Nonce::new(nonce))
    }

    /// Metadata and keys are fetched for every journey: links are rare, and a changed key never needs a restart.
    async fn openid_client(&self, co_owner: CoOwner) -> Result<Client, OpenIdFailure> {
        let silent = |error: &dyn std::fmt::Display| OpenIdFailure::Silent(error.to_string());
        let settings = &self.partner(co_owner).map_err(|error| silent(&error))?.settings;
        let issuer = IssuerUrl::new(issuer_text(&settings.base_url)).map_err(|error| silent(&error))?;
        let redirect = self.redirect_address(co_owner).map_err(|error| silent(&error))?;
        let http = OpenIdHttp(&self.0.http);
        let metadata =
            CoreProviderMetadata::discover_async(issuer, &http).await.map_err(|error| silent(&error))?;
        Ok(CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(settings.client_id.clone()),
            Some(ClientSecret::new(settings.client_secret.expose().to_owned())),
        )
        .set_redirect_uri(RedirectUrl::from_url(redirect)))
    }

    /// The address registered at the co-owner, always under the configured one of the portal.
    fn redirect_address(&self, co_owner: CoOwner) -> Result<Url, url::ParseError> {
        self.0.portal_url.join(&format!("/rattachement/{}/retour", co_owner.code()))
    }
}

/// An issuer is compared as text: one without a path has no final slash, which a parsed address always adds.
pub(super) fn issuer_text(issuer: &Url) -> String {
    if issuer.path() == "/" {
        issuer.as_str().trim_end_matches('/').to_owned()
    } else {
        issuer.as_str().to_owned()
    }
}

fn random_state() -> CsrfToken {
    CsrfToken::new_random_len(32)
}

fn random_nonce() -> Nonce {
    Nonce::new_random_len(32)
}

fn token_failure(
    error: openidconnect::RequestTokenError<
        Failure,
        openidconnect::StandardErrorResponse<openidconnect::core::CoreErrorResponseType>,
    >,
) -> OpenIdFailure {
    use openidconnect::RequestTokenError as Error;
    match error {
        // The description is the co-owner's own text: only the registered code is logged.
        Error::ServerResponse(answer) => OpenIdFailure::Refused(answer.error().to_string()),
        Error::Request(failure) => OpenIdFailure::Silent(failure.to_string()),
        Error::Parse(error, _) => OpenIdFailure::Silent(format!("unreadable tokens at {}", error.path())),
        Error::Other(text) => OpenIdFailure::Silent(text),
    }
}

fn identity(client: &Client, tokens: &CoreTokenResponse, nonce: &Nonce) -> Result<Identity, OpenIdFailure> {
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
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.chars().any(char::is_control) {
        return Err(OpenIdFailure::Refused("unusable subject".to_owned()));
    }
    let name = claims.name().and_then(|names| names.get(None)).map(|name| clean(name.as_str()));
    let email = claims.email().map(|email| clean(email.as_str()));
    Ok(Identity { subject: subject.to_owned(), name, email })
}
