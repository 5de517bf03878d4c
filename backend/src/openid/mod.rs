//! The portal as a client of OpenID Connect providers: authorization code with PKCE, one use, no password ever seen.
//!
//! Two features stand on it: linking an account of a co-owner ([`crate::partners`]) and signing in through a provider
//! ([`crate::identity`]), which also reads what a co-owner hands over for a registration. Nothing is kept here; what one journey must remember is its caller's.

mod handover;
mod proof;
mod user_info;

use openidconnect::{
    AuthenticationContextClass, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, ProviderMetadataWithLogout, RedirectUrl, Scope,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient},
};
use serde::Deserialize;
use url::Url;

use crate::{partners::OpenIdHttp, secret::Secret};

pub use handover::{Handed, HandoverRefusal};
pub use proof::Proof;

/// A journey to a provider that is about to begin. The secrets stay in the portal's database until it ends.
pub struct Authorization {
    /// Where to send the browser.
    pub address: Url,
    /// Comes back with the browser; only its hash is kept.
    pub state: String,
    pub nonce: String,
    pub pkce_verifier: String,
}

/// What a provider sends back with the browser (RFC 6749 §4.1.2, RFC 9207).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct BackParams {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
    pub iss: Option<String>,
}

/// Why a journey to a provider failed.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdFailure {
    #[error("the provider gives no usable answer: {0}")]
    Silent(String),
    /// The provider answers, but what it answers proves nothing: used or foreign code, wrong nonce, bad signature.
    #[error("the proof is refused: {0}")]
    Refused(String),
}

/// What is asked of a provider beside who the person is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand<'a> {
    pub scopes: &'a [String],
    /// Levels of authentication that are accepted, the preferred first; empty: any.
    pub acr_values: &'a [String],
    /// Asks for a sign-in even when the browser has a session there: a shared computer must not bring somebody else.
    pub sign_in_again: bool,
}

/// The portal as it is registered at one provider.
pub(crate) struct Relation<'a> {
    pub issuer: &'a Url,
    pub client_id: &'a str,
    pub client_secret: &'a Secret,
    /// Always under the configured address of the portal.
    pub redirect: Url,
    pub http: &'a reqwest::Client,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What discovery told.
struct Discovered {
    client: Client,
    /// Where a sign-out is told, when the provider has such a place.
    end_session: Option<Url>,
}

impl Relation<'_> {
    /// Draws the secrets of one journey and the address that starts it.
    ///
    /// # Errors
    /// [`OpenIdFailure::Silent`] when the provider's metadata cannot be had.
    pub async fn begin(&self, demand: Demand<'_>) -> Result<Authorization, OpenIdFailure> {
        let client = self.discover().await?.client;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, random_state, random_nonce)
            .add_scopes(demand.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        for acr in demand.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        if demand.sign_in_again {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (address, state, nonce) = request.url();
        Ok(Authorization {
            address,
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    /// Metadata and keys are fetched for every journey: journeys are rare beside pages, and a changed key never needs
    /// a restart.
    async fn discover(&self) -> Result<Discovered, OpenIdFailure> {
        let silent = |error: &dyn std::fmt::Display| OpenIdFailure::Silent(error.to_string());
        let issuer = IssuerUrl::new(issuer_text(self.issuer)).map_err(|error| silent(&error))?;
        let http = OpenIdHttp(self.http);
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http)
            .await
            .map_err(|error| silent(&error))?;
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

/// An issuer is compared as text: one without a path has no final slash, which a parsed address always adds.
pub(crate) fn issuer_text(issuer: &Url) -> String {
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
