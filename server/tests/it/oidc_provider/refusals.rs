use domain::path;
use openidconnect::OAuth2TokenResponse;
use reqwest::Url;

use super::{
    OTHER_SECRET, POST_LOGOUT_REDIRECT_URI, REDIRECT_URI, Scene,
    client::{Teleservice, user_info},
    location, query_value,
};
use crate::{browser::Browser, database::Database};

/// URL with one query parameter replaced, or removed.
fn with_parameter(url: &Url, name: &str, new_value: Option<&str>) -> Url {
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| key != name)
        .map(|(key, value)| (key.into(), value.into()))
        .collect();
    let mut changed = url.clone();
    changed.query_pairs_mut().clear().extend_pairs(others);
    if let Some(new_value) = new_value {
        changed.query_pairs_mut().append_pair(name, new_value);
    }
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn unregistered_redirect_uris_get_an_error_page_and_other_errors_a_redirect() {
    let scene = Scene::on(Database::sqlite()).await;
    let teleservice = Teleservice::discover(&scene).await;
    let url = teleservice.authorization_request().url;
    for (name, new_value) in [
        ("client_id", None),
        ("client_id", Some("inconnu")),
        ("redirect_uri", None),
        ("redirect_uri", Some("https://delta.example/retour")),
        ("redirect_uri", Some("https://delta.example/retour?fixe=1&plus=1")),
        ("redirect_uri", Some("https://delta.example/retour/../retour?fixe=1")),
        ("redirect_uri", Some("https://evil.example/")),
    ] {
        let changed = with_parameter(&url, name, new_value);
        let answer = scene.browser.get(&scene.path(&changed)).send().await.expect("an answer");
        assert_eq!((answer.status().as_u16(), location(&answer).as_str()), (400, ""), "{changed}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("Ce téléservice n’est pas reconnu"), "{page}");
    }
    let twice = format!("{}&redirect_uri=https%3A%2F%2Fevil.example", scene.path(&url));
    assert_eq!(scene.browser.get(&twice).send().await.expect("an answer").status(), 400);
    for (name, new_value, error) in [
        ("response_type", Some("token"), "unsupported_response_type"),
        ("response_type", None, "invalid_request"),
        ("scope", Some("profile"), "invalid_scope"),
        ("code_challenge", None, "invalid_request"),
        ("code_challenge", Some("court"), "invalid_request"),
        ("code_challenge_method", Some("plain"), "invalid_request"),
        ("code_challenge_method", None, "invalid_request"),
        ("response_mode", Some("fragment"), "invalid_request"),
        ("request", Some("x"), "request_not_supported"),
        ("request_uri", Some("https://x.example"), "request_uri_not_supported"),
        ("registration", Some("{}"), "registration_not_supported"),
        ("prompt", Some("none login"), "invalid_request"),
        ("max_age", Some("-1"), "invalid_request"),
        ("nonce", Some(&"n".repeat(256)), "invalid_request"),
        ("login_hint", Some(&"n".repeat(1500)), "invalid_request"),
    ] {
        let changed = with_parameter(&url, name, new_value);
        let answer = scene.browser.get(&scene.path(&changed)).send().await.expect("an answer");
        let back = location(&answer);
        assert!(back.starts_with(REDIRECT_URI), "{name}: {back}");
        assert_eq!(query_value(&back, "error"), error, "{name}: {back}");
        assert_eq!(query_value(&back, "iss"), scene.origin);
        assert_eq!(query_value(&back, "state"), query_value(url.as_str(), "state"));
        assert_eq!(query_value(&back, "code"), "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_sign_in_first_and_cross_site_posts_are_redirected_to_get() {
    let scene = Scene::on(Database::sqlite()).await;
    let teleservice = Teleservice::discover(&scene).await;
    let address = scene.path(&teleservice.authorization_request().url);
    let visitor = Browser::new(&scene.program);
    let first = visitor.get(&address).send().await.expect("an answer");
    assert!(
        location(&first).starts_with("/connexion?retour=%2Fopenid%2Fautorisation%3F"),
        "{}",
        location(&first)
    );
    let page = visitor.get(&location(&first)).send().await.expect("a page").text().await.expect("a page");
    let return_field = format!("value=\"{}\"", address.replace('&', "&amp;"));
    assert!(page.contains(&return_field), "the form returns to the request: {return_field}");
    let silent = visitor.get(&format!("{address}&prompt=none")).send().await.expect("an answer");
    assert_eq!(query_value(&location(&silent), "error"), "login_required");
    // From a page of another site, hence without the session cookie.
    let (path, query) = address.split_once('?').expect("a query");
    let posted = visitor
        .post_without_origin(path)
        .header("origin", "https://delta.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(query.to_owned());
    let posted = posted.send().await.expect("an answer");
    assert_eq!((posted.status().as_u16(), location(&posted)), (303, address.clone()));
}

#[tokio::test(flavor = "multi_thread")]
async fn code_is_accepted_once_from_the_client_that_requested_it() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let delta = Teleservice::discover(&scene).await;
        let ciel = Teleservice::discover_as(&scene, "ciel", OTHER_SECRET).await;
        let impostor = Teleservice::discover_as(&scene, "delta", "un autre secret").await;

        let request = delta.authorization_request();
        let code = delta.code(&scene, &request).await;
        assert_eq!(
            impostor.exchange(&code, &request.verifier).await.err().as_deref(),
            Some("invalid_client")
        );
        let other = delta.authorization_request();
        assert_eq!(delta.exchange(&code, &other.verifier).await.err().as_deref(), Some("invalid_grant"));
        let refused = delta.exchange(&code, &request.verifier).await;
        assert_eq!(refused.err().as_deref(), Some("invalid_grant"), "a wrong verifier consumes the code");

        let request = delta.authorization_request();
        let code = delta.code(&scene, &request).await;
        assert_eq!(ciel.exchange(&code, &request.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(
            delta.exchange("inconnu", &request.verifier).await.err().as_deref(),
            Some("invalid_grant")
        );

        // A second use revokes the tokens of the first one.
        let request = delta.authorization_request();
        let code = delta.code(&scene, &request).await;
        let tokens = delta.exchange(&code, &request.verifier).await.expect("tokens");
        let token = tokens.access_token().secret();
        assert_eq!(user_info(&scene, token).await.0, 200);
        assert_eq!(user_info(&scene, &format!("{token}x")).await.0, 401);
        assert_eq!(delta.exchange(&code, &request.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(user_info(&scene, token).await.0, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_concurrent_uses_of_a_code_succeed_exactly_once() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let delta = Teleservice::discover(&scene).await;
        let request = delta.authorization_request();
        let code = delta.code(&scene, &request).await;
        let uses = (0..50).map(|_| delta.exchange(&code, &request.verifier));
        let outcomes = futures::future::join_all(uses).await;
        let tokens: Vec<_> = outcomes.iter().flatten().collect();
        eprintln!("{} of {} uses of one code returned tokens", tokens.len(), outcomes.len());
        assert_eq!(tokens.len(), 1);
        let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        assert!(refused.into_iter().all(|error| error == "invalid_grant"), "{outcomes:?}");
        assert_eq!(user_info(&scene, tokens[0].access_token().secret()).await.0, 401, "revoked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_rights_and_closed_sessions_are_refused_at_the_next_request() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let delta = Teleservice::discover(&scene).await;
        let (tokens, _) = delta.sign_in(&scene).await;
        let request = delta.authorization_request();
        let code = delta.code(&scene, &request).await;
        scene.revoke().await;
        assert_eq!(delta.exchange(&code, &request.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(user_info(&scene, tokens.access_token().secret()).await.0, 401);
        let address = scene.path(&delta.authorization_request().url);
        let shown = scene.browser.get(&address).send().await.expect("an answer");
        assert!(location(&shown).starts_with("/teleservices/acces?"), "{}", location(&shown));
        let page =
            scene.browser.get(&location(&shown)).send().await.expect("a page").text().await.expect("a page");
        assert!(
            page.contains("Vous n’avez pas accès à DELTA-G") && page.contains("error=access_denied"),
            "{page}"
        );
        let silent = scene.browser.get(&format!("{address}&prompt=none")).send().await.expect("an answer");
        assert_eq!(query_value(&location(&silent), "error"), "access_denied");

        let ciel = Teleservice::discover_as(&scene, "ciel", OTHER_SECRET).await;
        let (tokens, _) = ciel.sign_in(&scene).await;
        let request = ciel.authorization_request();
        let code = ciel.code(&scene, &request).await;
        let out = scene.browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
        assert_eq!(location(&out), path::SIGNED_OUT);
        assert_eq!(ciel.exchange(&code, &request.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(user_info(&scene, tokens.access_token().secret()).await.0, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_client_authentications_are_rate_limited() {
    let limited = |installation: crate::program::Installation, _: &str| {
        installation.with("PRODOUANE__OIDC_PROVIDER__REFUSALS_PER_NETWORK", "5")
    };
    let scene = Scene::with(Database::sqlite(), limited).await;
    let delta = Teleservice::discover(&scene).await;
    for _ in 0..10 {
        // Successful requests do not count.
        delta.sign_in(&scene).await;
    }
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut statuses = Vec::new();
    for _ in 0..7 {
        let request =
            client.post(format!("{}/openid/jeton", scene.origin)).basic_auth("delta", Some("essai"));
        let answer = request.form(&[("grant_type", "authorization_code")]).send().await.expect("an answer");
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_from_a_teleservice_requires_confirmation_without_an_id_token() {
    let scene = Scene::on(Database::sqlite()).await;
    let delta = Teleservice::discover(&scene).await;
    let (tokens, _) = delta.sign_in(&scene).await;
    let hint = openidconnect::TokenResponse::id_token(&tokens).expect("an ID token").to_string();
    let signed_in =
        async || scene.browser.get(path::DASHBOARD).send().await.expect("an answer").status() == 200;
    let end = async |query: &str| {
        let answer =
            scene.browser.get(&format!("/openid/fin-de-session?{query}")).send().await.expect("an answer");
        (answer.status().as_u16(), location(&answer))
    };
    for query in [
        "id_token_hint=x.y.z".to_owned(),
        "client_id=inconnu".to_owned(),
        format!("post_logout_redirect_uri={POST_LOGOUT_REDIRECT_URI}"),
        "client_id=delta&post_logout_redirect_uri=https://evil.example/".to_owned(),
        format!("client_id=ciel&id_token_hint={hint}"),
    ] {
        assert_eq!(end(&query).await, (400, String::new()), "{query}");
    }
    for query in [
        String::new(),
        format!("client_id=delta&post_logout_redirect_uri={POST_LOGOUT_REDIRECT_URI}&state=s"),
    ] {
        assert_eq!(end(&query).await, (303, format!("/deconnexion/teleservice?{query}")));
        let page = format!("/deconnexion/teleservice?{query}");
        let page = scene.browser.get(&page).send().await.expect("a page");
        assert_eq!(page.status(), 200);
        assert!(page.text().await.expect("a page").contains("/form/fin-de-session"));
    }
    assert!(signed_in().await, "the request alone changes nothing");
    let back = format!("id_token_hint={hint}&post_logout_redirect_uri={POST_LOGOUT_REDIRECT_URI}&state=s");
    assert_eq!(end(&back).await, (303, format!("{POST_LOGOUT_REDIRECT_URI}?state=s")));
    assert!(!signed_in().await);
    assert_eq!(
        end(&back).await,
        (303, format!("{POST_LOGOUT_REDIRECT_URI}?state=s")),
        "signed out already: no confirmation"
    );
}
