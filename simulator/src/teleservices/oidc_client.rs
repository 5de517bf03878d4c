//! OpenID Connect client of the portal. Discovers the portal's metadata at each sign-in.

use std::pin::Pin;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};

use super::sessions::{PendingSignIn, PlaceRights, Session, format_french};
use crate::site::Site;

const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// Claims of the portal in addition to the standard ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PortalClaims {
    siren: String,
    raison_sociale: String,
    habilitations: Vec<PlaceRights>,
    /// Only for the site of a co-owner: the linked account.
    compte: Option<String>,
    /// Only in the ID token.
    sid: Option<String>,
}

impl AdditionalClaims for PortalClaims {}

type Fields = IdTokenFields<
    PortalClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Client = openidconnect::Client<
    PortalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Returns the client identifier of a téléservice.
pub fn client_id(code: &str) -> String {
    code.to_lowercase()
}

/// Discovers the portal and returns the client of the téléservice `code`.
async fn client(site: &Site, portal: &str, code: &str) -> anyhow::Result<Client> {
    let metadata = metadata(portal).await?;
    let secret = format!("{}-{}", site.simulator.options.teleservice_secret, client_id(code));
    let redirect = format!("{}/teleservices/{code}/retour", site.base());
    let client = Client::from_provider_metadata(
        metadata,
        ClientId::new(client_id(code)),
        Some(ClientSecret::new(secret)),
    );
    Ok(client.set_redirect_uri(RedirectUrl::new(redirect)?))
}

async fn metadata(portal: &str) -> anyhow::Result<CoreProviderMetadata> {
    let issuer = IssuerUrl::new(portal.to_owned())?;
    CoreProviderMetadata::discover_async(issuer, &Http).await.context("failed to load the portal's metadata")
}

/// Returns the portal's current keys.
pub async fn keys(portal: &str) -> anyhow::Result<CoreJsonWebKeySet> {
    Ok(metadata(portal).await?.jwks().clone())
}

/// Returns the address of the authorization request, and the data needed by the callback.
pub async fn begin(
    site: &Site,
    portal: &str,
    code: &str,
    target: String,
) -> anyhow::Result<(String, PendingSignIn)> {
    let client = client(site, portal, code).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    let pending = PendingSignIn {
        teleservice: code.to_owned(),
        portal: portal.to_owned(),
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.into_secret(),
        target,
    };
    Ok((address.into(), pending))
}

/// Exchanges the code, verifies the ID token and loads the current rights from userinfo.
pub async fn finish(site: &Site, pending: PendingSignIn, code: &str) -> anyhow::Result<Session> {
    let client = client(site, &pending.portal, &pending.teleservice).await?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))?
        .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier))
        .request_async(&Http)
        .await
        .context("failed to exchange the code")?;
    let id_token = tokens.id_token().context("no ID token")?;
    let verifier = client.id_token_verifier();
    let claims = id_token.claims(&verifier, &Nonce::new(pending.nonce)).context("invalid ID token")?;
    let expected = claims.access_token_hash().context("no at_hash")?;
    let actual = AccessTokenHash::from_token(
        tokens.access_token(),
        id_token.signing_alg()?,
        id_token.signing_key(&verifier)?,
    )?;
    ensure!(actual == *expected, "the access token does not match at_hash");
    let user_info: UserInfoClaims<PortalClaims, CoreGenderClaim> = client
        .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?
        .request_async(&Http)
        .await
        .context("failed to load userinfo")?;
    let name = |names: Option<&openidconnect::LocalizedClaim<openidconnect::EndUserName>>| {
        names.and_then(|names| names.get(None)).map(|name| name.to_string()).unwrap_or_default()
    };
    let additional = user_info.additional_claims();
    let authenticated = claims.auth_time().map(|at| at.timestamp()).unwrap_or_default();
    Ok(Session {
        teleservice: pending.teleservice,
        portail: pending.portal,
        sub: claims.subject().to_string(),
        sid: claims.additional_claims().sid.clone().context("no sid")?,
        nom: name(user_info.name()),
        email: user_info.email().map(|email| email.to_string()).unwrap_or_default(),
        siren: additional.siren.clone(),
        raison_sociale: additional.raison_sociale.clone(),
        habilitations: additional.habilitations.clone(),
        compte: additional.compte.clone(),
        acr: claims.auth_context_ref().map(|acr| acr.to_string()).unwrap_or_default(),
        authentifie_le: format_french(jiff::Timestamp::from_second(authenticated)?),
        fin: None,
        id_token: id_token.to_string(),
    })
}

/// Returns the portal's end session endpoint, from its metadata.
pub async fn end_session_endpoint(portal: &str) -> anyhow::Result<String> {
    #[derive(Deserialize)]
    struct Metadata {
        end_session_endpoint: String,
    }
    let address = format!("{portal}/.well-known/openid-configuration");
    let response = http_client()?.get(address).send().await?.error_for_status()?;
    Ok(response.json::<Metadata>().await?.end_session_endpoint)
}

fn http_client() -> anyhow::Result<reqwest::Client> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().timeout(REQUEST_TIMEOUT).no_proxy();
    Ok(builder.redirect(reqwest::redirect::Policy::none()).build()?)
}

/// HTTP client for `openidconnect`, based on `reqwest`.
struct Http;

/// Error of [`Http`], since `openidconnect` requires a type that implements `Error`.
#[derive(Debug)]
pub struct HttpError(anyhow::Error);

impl std::fmt::Display for HttpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for HttpError {}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { exchange(request).await.map_err(HttpError) })
    }
}

async fn exchange(request: HttpRequest) -> anyhow::Result<HttpResponse> {
    let mut response = http_client()?.execute(reqwest::Request::try_from(request)?).await?;
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let body = response.bytes().await?.to_vec();
    if body.len() > 1024 * 1024 {
        bail!("the response exceeds 1 MiB");
    }
    let mut http_response = HttpResponse::new(body);
    *http_response.status_mut() = status;
    *http_response.headers_mut() = headers;
    Ok(http_response)
}
