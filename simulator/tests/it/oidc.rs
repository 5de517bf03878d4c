//! The OpenID Connect provider of a co-owner.

use std::time::Duration;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, TokenResponse, http,
};
use reqwest::StatusCode;
use serde_json::Value;
use url::Url;

use crate::{TestSimulator, header};

const REDIRECT_URI: &str = "http://127.0.0.1:3000/rattachement/dgddi/retour";
/// Code verifier and challenge of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const PASSWORD: &str = "Simulateur-2026";

type Discovered = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Parameters of a valid authorization request.
fn valid_parameters() -> Vec<(&'static str, String)> {
    [
        ("response_type", "code"),
        ("client_id", "prodouane"),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "openid profile email"),
        ("state", "etat-1"),
        ("nonce", "nonce-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

/// Returns the parameters of a valid request with one changed, or removed if the value is empty.
fn with(name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    let mut all = valid_parameters();
    all.retain(|(known, _)| *known != name);
    if !value.is_empty() {
        all.push((name, value.to_owned()));
    }
    all
}

fn query(parameters: &[(&str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// Returns a parameter of a redirect address.
fn parameter(location: &str, name: &str) -> Option<String> {
    let url = Url::parse(location).unwrap();
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// Signs in through the form. Returns the redirect address and the browser's cookie.
async fn sign_in(simulator: &TestSimulator, query: &str, login: &str) -> (String, String) {
    let form = [("identifiant", login), ("mot_de_passe", PASSWORD)];
    let response = simulator.post_form(&format!("/dgddi/connexion?{query}"), &form).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let cookie = header(&response, "set-cookie").split(';').next().unwrap().to_owned();
    (header(&response, "location").to_owned(), cookie)
}

async fn code(simulator: &TestSimulator) -> String {
    let (location, _) = sign_in(simulator, &query(&valid_parameters()), "alix.demo").await;
    parameter(&location, "code").unwrap()
}

async fn exchange(simulator: &TestSimulator, site: &str, changed: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
    ];
    fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(changed);
    let request = simulator.client.post(simulator.url(&format!("/{site}/jeton"))).form(&fields);
    let response = request.basic_auth("prodouane", Some("secret-de-demonstration")).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn send(client: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let response = client.execute(request.try_into()?).await?;
    let mut converted = http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        converted = converted.header(name, value);
    }
    Ok(converted.body(response.bytes().await?.to_vec()).unwrap())
}

async fn discovered(simulator: &TestSimulator) -> Discovered {
    let issuer = IssuerUrl::new(simulator.url("/dgddi")).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, &|request| send(&simulator.client, request))
        .await
        .unwrap();
    CoreClient::from_provider_metadata(
        metadata,
        ClientId::new("prodouane".into()),
        Some(ClientSecret::new("secret-de-demonstration".into())),
    )
    .set_redirect_uri(RedirectUrl::new(REDIRECT_URI.into()).unwrap())
}

#[tokio::test]
async fn openidconnect_client_completes_the_flow() {
    let simulator = TestSimulator::new().await;
    let http = |request| send(&simulator.client, request);
    let client = discovered(&simulator).await;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    let form = simulator.client.get(url.clone()).send().await.unwrap().text().await.unwrap();
    assert!(form.contains("Se connecter à douane.gouv.fr"), "{form}");

    let (location, _) = sign_in(&simulator, url.query().unwrap(), "basile.demo").await;
    assert!(location.starts_with(&format!("{REDIRECT_URI}?")), "{location}");
    assert_eq!(parameter(&location, "state").as_ref(), Some(state.secret()));
    assert_eq!(parameter(&location, "iss"), Some(simulator.url("/dgddi")));
    let code = AuthorizationCode::new(parameter(&location, "code").unwrap());
    let tokens =
        client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request_async(&http).await.unwrap();

    let verifier = client.id_token_verifier();
    let id_token = tokens.id_token().unwrap();
    let claims: &CoreIdTokenClaims = id_token.claims(&verifier, &nonce).unwrap();
    assert_eq!(claims.subject().as_str(), "basile.demo");
    assert_eq!(claims.name().and_then(|name| name.get(None)).map(|name| name.as_str()), Some("Basile Essai"));
    assert_eq!(claims.email().map(|email| email.as_str()), Some("basile.demo@exemple.invalid"));
    let (algorithm, key) = (id_token.signing_alg().unwrap(), id_token.signing_key(&verifier).unwrap());
    let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key).unwrap();
    assert_eq!(claims.access_token_hash(), Some(&hash));

    let subject = Some(claims.subject().clone());
    let profile: CoreUserInfoClaims =
        client.user_info(tokens.access_token().clone(), subject).unwrap().request_async(&http).await.unwrap();
    assert_eq!(profile.email().map(|email| email.as_str()), Some("basile.demo@exemple.invalid"));
}

#[tokio::test]
async fn openidconnect_client_gets_an_error_for_a_wrong_verifier() {
    let simulator = TestSimulator::new().await;
    let code = AuthorizationCode::new(code(&simulator).await);
    let wrong = PkceCodeVerifier::new("a".repeat(43));
    let http = |request| send(&simulator.client, request);
    let client = discovered(&simulator).await;
    assert!(client.exchange_code(code).unwrap().set_pkce_verifier(wrong).request_async(&http).await.is_err());
}

#[tokio::test]
async fn reusing_a_code_is_refused_and_revokes_the_token() {
    let simulator = TestSimulator::new().await;
    let code = code(&simulator).await;
    let (status, tokens) = exchange(&simulator, "dgddi", &[("code", &code)]).await;
    assert_eq!(status, StatusCode::OK);
    let token = tokens["access_token"].as_str().unwrap().to_owned();
    let profile = async || {
        simulator
            .client
            .get(simulator.url("/dgddi/profil"))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(profile().await, StatusCode::OK);
    let (status, problem) = exchange(&simulator, "dgddi", &[("code", &code)]).await;
    assert_eq!((status, &problem["error"]), (StatusCode::BAD_REQUEST, &"invalid_grant".into()));
    assert_eq!(profile().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn concurrent_exchanges_issue_exactly_one_token() {
    let simulator = TestSimulator::new().await;
    let code = code(&simulator).await;
    let fields = [("code", code.as_str())];
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let fields = [
            ("code", code.clone()),
            ("grant_type", "authorization_code".into()),
            ("redirect_uri", REDIRECT_URI.into()),
            ("code_verifier", VERIFIER.into()),
        ];
        let request = simulator.client.post(simulator.url("/dgddi/jeton")).form(&fields);
        attempts.spawn(request.basic_auth("prodouane", Some("secret-de-demonstration")).send());
    }
    let responses = attempts.join_all().await;
    assert_eq!(
        responses
            .into_iter()
            .filter(|response| response.as_ref().unwrap().status() == StatusCode::OK)
            .count(),
        1
    );
    assert_eq!(exchange(&simulator, "dgddi", &fields).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn mismatched_exchange_is_refused_and_consumes_the_code() {
    let simulator = TestSimulator::new().await;
    for changed in [
        ("code_verifier", "b".repeat(43)),
        ("redirect_uri", "http://127.0.0.1:3000/rattachement/dgfip/retour".into()),
    ] {
        let code = code(&simulator).await;
        let fields = [("code", code.as_str()), (changed.0, changed.1.as_str())];
        assert_eq!(exchange(&simulator, "dgddi", &fields).await.1["error"], "invalid_grant", "{}", changed.0);
        assert_eq!(
            exchange(&simulator, "dgddi", &fields[..1]).await.1["error"],
            "invalid_grant",
            "{}",
            changed.0
        );
    }
    let code = code(&simulator).await;
    assert_eq!(exchange(&simulator, "dgfip", &[("code", &code)]).await.1["error"], "invalid_grant");
    assert_eq!(
        exchange(&simulator, "dgddi", &[("code", "x"), ("grant_type", "password")]).await.1["error"],
        "unsupported_grant_type"
    );
}

#[tokio::test]
async fn code_expires_after_sixty_seconds() {
    let simulator = TestSimulator::new().await;
    let fresh = code(&simulator).await;
    simulator.running.advance(Duration::from_secs(55));
    assert_eq!(exchange(&simulator, "dgddi", &[("code", &fresh)]).await.0, StatusCode::OK);
    let expired = code(&simulator).await;
    simulator.running.advance(Duration::from_secs(61));
    assert_eq!(exchange(&simulator, "dgddi", &[("code", &expired)]).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn client_must_authenticate() {
    let simulator = TestSimulator::new().await;
    let attempt = async |id: &str, secret: &str, posted: bool| {
        let code = code(&simulator).await;
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", VERIFIER),
        ];
        fields.push(("code", &code));
        let request = simulator.client.post(simulator.url("/dgddi/jeton"));
        let request = if posted {
            fields.extend([("client_id", id), ("client_secret", secret)]);
            request.form(&fields)
        } else {
            request.form(&fields).basic_auth(id, Some(secret))
        };
        request.send().await.unwrap().status()
    };
    assert_eq!(attempt("prodouane", "secret-de-demonstration", true).await, StatusCode::OK);
    assert_eq!(attempt("prodouane", "secret-de-demonstration", false).await, StatusCode::OK);
    assert_eq!(attempt("prodouane", "faux", true).await, StatusCode::UNAUTHORIZED);
    assert_eq!(attempt("prodouane", "faux", false).await, StatusCode::UNAUTHORIZED);
    assert_eq!(attempt("autre", "secret-de-demonstration", false).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn unknown_redirect_uris_and_clients_are_not_redirected() {
    let simulator = TestSimulator::new().await;
    for wrong in [
        with("redirect_uri", "http://127.0.0.1:3000/rattachement/dgfip/retour"),
        with("redirect_uri", "http://127.0.0.1:3000/rattachement/dgddi/retour?x=1"),
        with("redirect_uri", "http://voleur.invalid/rattachement/dgddi/retour"),
        with("redirect_uri", ""),
        with("client_id", "autre"),
        [valid_parameters(), vec![("state", "encore".to_owned())]].concat(),
    ] {
        let response = simulator.get(&format!("/dgddi/autorisation?{}", query(&wrong))).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{wrong:?}");
        assert_eq!(header(&response, "location"), "");
    }
}

#[tokio::test]
async fn invalid_requests_are_reported_to_the_portal() {
    let simulator = TestSimulator::new().await;
    for (wrong, error) in [
        (with("code_challenge", ""), "invalid_request"),
        (with("code_challenge", "court"), "invalid_request"),
        (with("code_challenge_method", "plain"), "invalid_request"),
        (with("code_challenge_method", ""), "invalid_request"),
        (with("state", ""), "invalid_request"),
        (with("nonce", ""), "invalid_request"),
        (with("scope", "profile"), "invalid_scope"),
        (with("response_type", "token"), "unsupported_response_type"),
        (with("prompt", "none"), "login_required"),
        (with("prompt", "autre"), "invalid_request"),
    ] {
        let response = simulator.get(&format!("/dgddi/autorisation?{}", query(&wrong))).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{wrong:?}");
        assert_eq!(parameter(header(&response, "location"), "error").as_deref(), Some(error), "{wrong:?}");
    }
}

#[tokio::test]
async fn wrong_password_shows_the_form_again() {
    let simulator = TestSimulator::new().await;
    let address = format!("/dgddi/connexion?{}", query(&valid_parameters()));
    for (login, password) in [("alix.demo", "faux"), ("inconnue", PASSWORD), ("", "")] {
        let response =
            simulator.post_form(&address, &[("identifiant", login), ("mot_de_passe", password)]).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(header(&response, "set-cookie"), "");
        let page = response.text().await.unwrap();
        assert!(page.contains("Identifiant ou mot de passe inexact.") && !page.contains("faux"), "{page}");
    }
}

#[tokio::test]
async fn second_authorization_skips_the_form_unless_login_is_requested() {
    let simulator = TestSimulator::new().await;
    let (_, cookie) = sign_in(&simulator, &query(&valid_parameters()), "alix.demo").await;
    let authorize = async |site: &str, parameters: &[(&str, String)]| {
        let address = simulator.url(&format!("/{site}/autorisation?{}", query(parameters)));
        simulator.client.get(address).header("cookie", &cookie).send().await.unwrap()
    };
    let silent = authorize("dgddi", &valid_parameters()).await;
    assert!(parameter(header(&silent, "location"), "code").is_some());
    let none = authorize("dgddi", &with("prompt", "none")).await;
    assert!(parameter(header(&none, "location"), "code").is_some());
    assert_eq!(authorize("dgddi", &with("prompt", "login")).await.status(), StatusCode::OK);
    let elsewhere = with("redirect_uri", "http://127.0.0.1:3000/rattachement/dgfip/retour");
    assert_eq!(
        authorize("dgfip", &elsewhere).await.status(),
        StatusCode::OK,
        "sign-ins are separate per co-owner"
    );

    simulator.running.advance(Duration::from_secs(90));
    assert_eq!(authorize("dgddi", &with("max_age", "60")).await.status(), StatusCode::OK);
    assert_eq!(authorize("dgddi", &with("max_age", "600")).await.status(), StatusCode::SEE_OTHER);

    let out = simulator
        .client
        .post(simulator.url("/dgddi/deconnexion"))
        .header("cookie", &cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), StatusCode::SEE_OTHER);
    assert_eq!(authorize("dgddi", &valid_parameters()).await.status(), StatusCode::OK, "signed out");
}
