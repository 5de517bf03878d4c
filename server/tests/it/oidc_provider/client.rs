//! A téléservice that uses the `openidconnect` crate.

use std::pin::Pin;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
};
use reqwest::Url;

use super::{REDIRECT_URI, SECRET, Scene, location, query_value};

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub struct Teleservice {
    client: Client,
    http: Http,
}

/// An authorization request and the values needed to complete it.
pub struct AuthorizationRequest {
    pub url: Url,
    state: CsrfToken,
    pub nonce: Nonce,
    pub verifier: String,
}

impl Teleservice {
    pub async fn discover(scene: &Scene) -> Self {
        Self::discover_as(scene, "delta", SECRET).await
    }

    pub async fn discover_as(scene: &Scene, id: &str, secret: &str) -> Self {
        let http = Http::new();
        let issuer = IssuerUrl::new(scene.origin.clone()).expect("an issuer");
        let metadata = CoreProviderMetadata::discover_async(issuer, &http).await.expect("metadata");
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(id.to_owned()),
            Some(ClientSecret::new(secret.to_owned())),
        )
        .set_redirect_uri(RedirectUrl::new(REDIRECT_URI.to_owned()).expect("an address"));
        Self { client, http }
    }

    /// Uses client authentication in the body (`client_secret_post`) instead of the header.
    pub fn with_secret_in_body(mut self) -> Self {
        self.client = self.client.set_auth_type(AuthType::RequestBody);
        self
    }

    pub fn authorization_request(&self) -> AuthorizationRequest {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = self
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge)
            .url();
        AuthorizationRequest { url, state, nonce, verifier: verifier.into_secret() }
    }

    /// Sends the authorization request in the browser of the signed-in operator. Returns the code of the callback.
    pub async fn code(&self, scene: &Scene, request: &AuthorizationRequest) -> String {
        let answer = scene.browser.get(&scene.path(&request.url)).send().await.expect("an answer");
        let back = location(&answer);
        assert_eq!(answer.status(), 303, "{back}");
        assert!(back.starts_with("https://delta.example/retour?fixe=1&"), "{back}");
        assert_eq!(
            (query_value(&back, "state"), query_value(&back, "iss")),
            (request.state.secret().clone(), scene.origin.clone())
        );
        query_value(&back, "code")
    }

    /// Returns the tokens, or the error of the token endpoint.
    pub async fn exchange(&self, code: &str, verifier: &str) -> Result<CoreTokenResponse, String> {
        let request =
            self.client.exchange_code(AuthorizationCode::new(code.to_owned())).expect("an endpoint");
        request
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                openidconnect::RequestTokenError::ServerResponse(response) => response.error().to_string(),
                other => panic!("not a response of the standard: {other}"),
            })
    }

    /// Verifies signature, issuer, audience, expiry, nonce and access token. Returns the claims.
    pub fn verify<'t>(&self, tokens: &'t CoreTokenResponse, nonce: &Nonce) -> &'t CoreIdTokenClaims {
        let token = tokens.id_token().expect("an ID token");
        let verifier = self.client.id_token_verifier();
        let claims = token.claims(&verifier, nonce).expect("a valid ID token");
        let hash = AccessTokenHash::from_token(
            tokens.access_token(),
            token.signing_alg().expect("an algorithm"),
            token.signing_key(&verifier).expect("a key"),
        );
        assert_eq!(claims.access_token_hash(), Some(&hash.expect("a hash")));
        claims
    }

    /// Signs the operator in: authorization request, callback, tokens.
    pub async fn sign_in(&self, scene: &Scene) -> (CoreTokenResponse, Nonce) {
        let request = self.authorization_request();
        let code = self.code(scene, &request).await;
        let tokens = self.exchange(&code, &request.verifier).await.expect("tokens");
        self.verify(&tokens, &request.nonce);
        (tokens, request.nonce)
    }
}

/// Status and body of the user info endpoint.
pub async fn user_info(scene: &Scene, token: &str) -> (u16, String) {
    let request = reqwest::Client::builder().no_proxy().build().expect("a client");
    let request = request.get(format!("{}/openid/profil", scene.origin)).bearer_auth(token);
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a text"))
}

/// HTTP client of `openidconnect` that uses `reqwest`.
struct Http(reqwest::Client);

impl Http {
    fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        Self(client.expect("a client"))
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = reqwest::Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let mut answer = self.0.execute(reqwest::Request::try_from(request)?).await?;
            let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
            let mut response = HttpResponse::new(answer.bytes().await?.to_vec());
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}
