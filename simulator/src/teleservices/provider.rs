//! The portal as a provider, asked anew for every journey.

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

use super::sessions::{Held, Journey, Session, french};
use crate::site::Site;

const ANSWER: Duration = Duration::from_secs(20);

/// What the portal says beyond the standard claims.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Said {
    siren: String,
    raison_sociale: String,
    habilitations: Vec<Held>,
    /// Not in userinfo.
    sid: Option<String>,
}

impl AdditionalClaims for Said {}

type Fields = IdTokenFields<
    Said,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Client = openidconnect::Client<
    Said,
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

pub fn client_id(code: &str) -> String {
    code.to_lowercase()
}

/// Discovers the portal; `code`: the téléservice that asks.
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
    CoreProviderMetadata::discover_async(issuer, &Http).await.context("the portal's metadata")
}

/// The keys that the portal publishes now.
pub async fn keys(portal: &str) -> anyhow::Result<CoreJsonWebKeySet> {
    Ok(metadata(portal).await?.jwks().clone())
}

/// The address to send the browser to, and what is needed when it is back.
pub async fn begin(site: &Site, portal: &str, code: &str) -> anyhow::Result<(String, Journey)> {
    let client = client(site, portal, code).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    let journey = Journey {
        teleservice: code.to_owned(),
        portal: portal.to_owned(),
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.into_secret(),
    };
    Ok((address.into(), journey))
}

/// Exchanges the code, verifies the ID token, and asks userinfo for the rights of this moment.
pub async fn finish(site: &Site, journey: Journey, code: &str) -> anyhow::Result<Session> {
    let client = client(site, &journey.portal, &journey.teleservice).await?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))?
        .set_pkce_verifier(PkceCodeVerifier::new(journey.verifier))
        .request_async(&Http)
        .await
        .context("the code is not taken")?;
    let id_token = tokens.id_token().context("no ID token")?;
    let verifier = client.id_token_verifier();
    let claims = id_token.claims(&verifier, &Nonce::new(journey.nonce)).context("the ID token")?;
    let expected = claims.access_token_hash().context("no at_hash")?;
    let actual = AccessTokenHash::from_token(
        tokens.access_token(),
        id_token.signing_alg()?,
        id_token.signing_key(&verifier)?,
    )?;
    ensure!(actual == *expected, "the access token is another one's");
    let told: UserInfoClaims<Said, CoreGenderClaim> = client
        .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?
        .request_async(&Http)
        .await
        .context("userinfo")?;
    let name = |names: Option<&openidconnect::LocalizedClaim<openidconnect::EndUserName>>| {
        names.and_then(|names| names.get(None)).map(|name| name.to_string()).unwrap_or_default()
    };
    let said = told.additional_claims();
    let proved = claims.auth_time().map(|at| at.timestamp()).unwrap_or_default();
    Ok(Session {
        teleservice: journey.teleservice,
        portail: journey.portal,
        sub: claims.subject().to_string(),
        sid: claims.additional_claims().sid.clone().context("no sid")?,
        nom: name(told.name()),
        email: told.email().map(|email| email.to_string()).unwrap_or_default(),
        siren: said.siren.clone(),
        raison_sociale: said.raison_sociale.clone(),
        habilitations: said.habilitations.clone(),
        acr: claims.auth_context_ref().map(|acr| acr.to_string()).unwrap_or_default(),
        authentifie_le: french(jiff::Timestamp::from_second(proved)?),
        fin: None,
        id_token: id_token.to_string(),
    })
}

/// Where a sign-out is told, as the portal's metadata says.
pub async fn end_session(portal: &str) -> anyhow::Result<String> {
    #[derive(Deserialize)]
    struct Metadata {
        end_session_endpoint: String,
    }
    let address = format!("{portal}/.well-known/openid-configuration");
    let answer = http_client()?.get(address).send().await?.error_for_status()?;
    Ok(answer.json::<Metadata>().await?.end_session_endpoint)
}

fn http_client() -> anyhow::Result<reqwest::Client> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().timeout(ANSWER).no_proxy();
    Ok(builder.redirect(reqwest::redirect::Policy::none()).build()?)
}

/// Lets `openidconnect` speak through `reqwest`.
struct Http;

/// The error that `openidconnect` wants to be one.
#[derive(Debug)]
pub struct NotAnswered(anyhow::Error);

impl std::fmt::Display for NotAnswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for NotAnswered {}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = NotAnswered;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NotAnswered>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { exchange(request).await.map_err(NotAnswered) })
    }
}

async fn exchange(request: HttpRequest) -> anyhow::Result<HttpResponse> {
    let mut answer = http_client()?.execute(reqwest::Request::try_from(request)?).await?;
    let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
    let body = answer.bytes().await?.to_vec();
    if body.len() > 1024 * 1024 {
        bail!("the answer is too long");
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
