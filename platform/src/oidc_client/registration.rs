use openidconnect::{
    AuthenticationContextClass, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, ProviderMetadataWithLogout, RedirectUrl, Scope,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient},
};
use serde::Deserialize;
use url::Url;

use crate::{co_owners::OpenIdHttp, secret::Secret};

/// Authorization request to send the browser to. Its secrets stay in the portal's database until the callback.
pub struct AuthorizationRequest {
    /// Address to redirect the browser to.
    pub address: Url,
    /// Returned in the callback; only its hash is stored.
    pub state: String,
    pub nonce: String,
    pub pkce_verifier: String,
}

/// Query parameters of the callback (RFC 6749 §4.1.2, RFC 9207).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CallbackParams {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
    pub iss: Option<String>,
}

/// Reason why an authorization request or a code exchange failed.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdFailure {
    #[error("the provider gives no usable answer: {0}")]
    Unavailable(String),
    /// The provider's answer could not be verified: used or foreign code, wrong nonce, bad signature.
    #[error("the response is refused: {0}")]
    Refused(String),
}

/// Optional parameters of an authorization request.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationOptions<'a> {
    /// Scopes besides `openid`.
    pub scopes: &'a [String],
    /// Accepted authentication levels, preferred first; empty: any.
    pub acr_values: &'a [String],
    /// Sends `prompt=login`, so that a session left open on a shared computer does not identify another person.
    pub prompt_login: bool,
}

/// The portal's registration as a client at one provider.
pub struct ClientRegistration<'a> {
    pub issuer: &'a Url,
    pub client_id: &'a str,
    pub client_secret: &'a Secret,
    /// Redirect URI, always under the configured base address.
    pub redirect: Url,
    pub http: &'a reqwest::Client,
}

pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Client built from the provider's discovery document.
pub(super) struct Discovered {
    pub client: Client,
    /// End-session endpoint, if the provider has one.
    pub end_session: Option<Url>,
}

impl ClientRegistration<'_> {
    /// Prepares an authorization request with newly generated secrets.
    ///
    /// # Errors
    /// [`OpenIdFailure::Unavailable`] if the provider's metadata cannot be fetched.
    pub async fn authorization_request(
        &self,
        options: AuthorizationOptions<'_>,
    ) -> Result<AuthorizationRequest, OpenIdFailure> {
        let client = self.discover().await?.client;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, random_state, random_nonce)
            .add_scopes(options.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        for acr in options.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        if options.prompt_login {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (address, state, nonce) = request.url();
        Ok(AuthorizationRequest {
            address,
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    /// Fetches metadata and keys. Not cached: authorization requests are rare, and a key rotation needs no restart.
    pub(super) async fn discover(&self) -> Result<Discovered, OpenIdFailure> {
        let unavailable = |error: &dyn std::fmt::Display| OpenIdFailure::Unavailable(error.to_string());
        let issuer = IssuerUrl::new(issuer_text(self.issuer)).map_err(|error| unavailable(&error))?;
        let http = OpenIdHttp(self.http);
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http)
            .await
            .map_err(|error| unavailable(&error))?;
        let end_session =
            metadata.additional_metadata().end_session_endpoint.as_ref().map(|end| end.url().clone());
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(self.client_id.to_owned()),
            Some(ClientSecret::new(self.client_secret.expose().to_owned())),
        )
        .set_redirect_uri(RedirectUrl::from_url(self.redirect.clone()));
        Ok(Discovered { client, end_session })
    }
}

/// Text of an issuer to compare with tokens: without the final slash that [`Url`] adds to an empty path.
pub fn issuer_text(issuer: &Url) -> String {
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
