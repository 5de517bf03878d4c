use openidconnect::OAuth2TokenResponse;
use reqwest::Url;

use super::client::{Teleservice, user_info};
use super::{AFTER, OTHER_SECRET, RETURN, Scene, location, value};
use crate::browser::Browser;
use crate::database::Database;

/// The address with one parameter replaced, or taken away.
fn with(address: &Url, name: &str, to: Option<&str>) -> Url {
    let kept: Vec<(String, String)> = address
        .query_pairs()
        .filter(|(key, _)| key != name)
        .map(|(key, value)| (key.into(), value.into()))
        .collect();
    let mut changed = address.clone();
    changed.query_pairs_mut().clear().extend_pairs(kept);
    if let Some(to) = to {
        changed.query_pairs_mut().append_pair(name, to);
    }
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_registered_is_never_led_to_and_other_errors_are_told() {
    let scene = Scene::on(Database::sqlite()).await;
    let teleservice = Teleservice::discover(&scene).await;
    let address = teleservice.set_out().address;
    for (name, to) in [
        ("client_id", None),
        ("client_id", Some("inconnu")),
        ("redirect_uri", None),
        ("redirect_uri", Some("https://delta.example/retour")),
        ("redirect_uri", Some("https://delta.example/retour?fixe=1&plus=1")),
        ("redirect_uri", Some("https://delta.example/retour/../retour?fixe=1")),
        ("redirect_uri", Some("https://evil.example/")),
    ] {
        let changed = with(&address, name, to);
        let answer = scene.browser.get(&scene.path(&changed)).send().await.expect("an answer");
        assert_eq!((answer.status().as_u16(), location(&answer).as_str()), (400, ""), "{changed}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("Ce téléservice n’est pas reconnu"), "{page}");
    }
    let twice = format!("{}&redirect_uri=https%3A%2F%2Fevil.example", scene.path(&address));
    assert_eq!(scene.browser.get(&twice).send().await.expect("an answer").status(), 400);
    for (name, to, error) in [
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
        let changed = with(&address, name, to);
        let answer = scene.browser.get(&scene.path(&changed)).send().await.expect("an answer");
        let back = location(&answer);
        assert!(back.starts_with(RETURN), "{name}: {back}");
        assert_eq!(value(&back, "error"), error, "{name}: {back}");
        assert_eq!(value(&back, "iss"), scene.origin);
        assert_eq!(value(&back, "state"), value(address.as_str(), "state"));
        assert_eq!(value(&back, "code"), "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_signs_in_first_and_a_post_is_asked_again() {
    let scene = Scene::on(Database::sqlite()).await;
    let teleservice = Teleservice::discover(&scene).await;
    let address = scene.path(&teleservice.set_out().address);
    let visitor = Browser::new(&scene.program);
    let first = visitor.get(&address).send().await.expect("an answer");
    assert!(
        location(&first).starts_with("/connexion?retour=%2Fopenid%2Fautorisation%3F"),
        "{}",
        location(&first)
    );
    let page = visitor.get(&location(&first)).send().await.expect("a page").text().await.expect("a page");
    let kept = format!("value=\"{}\"", address.replace('&', "&amp;"));
    assert!(page.contains(&kept), "the way back is kept: {kept}");
    let silent = visitor.get(&format!("{address}&prompt=none")).send().await.expect("an answer");
    assert_eq!(value(&location(&silent), "error"), "login_required");
    // From a page of another site, without the cookie that such a POST does not bring.
    let (path, query) = address.split_once('?').expect("a query");
    let posted = visitor
        .post_bare(path)
        .header("origin", "https://delta.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(query.to_owned());
    let posted = posted.send().await.expect("an answer");
    assert_eq!((posted.status().as_u16(), location(&posted)), (303, address.clone()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_worth_something_once_to_whoever_began() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let delta = Teleservice::discover(&scene).await;
        let ciel = Teleservice::discover_as(&scene, "ciel", OTHER_SECRET).await;
        let impostor = Teleservice::discover_as(&scene, "delta", "un autre secret").await;

        let journey = delta.set_out();
        let code = delta.code(&scene, &journey).await;
        assert_eq!(
            impostor.exchange(&code, &journey.verifier).await.err().as_deref(),
            Some("invalid_client")
        );
        let other = delta.set_out();
        assert_eq!(delta.exchange(&code, &other.verifier).await.err().as_deref(), Some("invalid_grant"));
        let refused = delta.exchange(&code, &journey.verifier).await;
        assert_eq!(refused.err().as_deref(), Some("invalid_grant"), "a wrong verifier uses it up");

        let journey = delta.set_out();
        let code = delta.code(&scene, &journey).await;
        assert_eq!(ciel.exchange(&code, &journey.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(
            delta.exchange("inconnu", &journey.verifier).await.err().as_deref(),
            Some("invalid_grant")
        );

        // A second use withdraws what the first one gave.
        let journey = delta.set_out();
        let code = delta.code(&scene, &journey).await;
        let tokens = delta.exchange(&code, &journey.verifier).await.expect("tokens");
        let token = tokens.access_token().secret();
        assert_eq!(user_info(&scene, token).await.0, 200);
        assert_eq!(user_info(&scene, &format!("{token}x")).await.0, 401);
        assert_eq!(delta.exchange(&code, &journey.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(user_info(&scene, token).await.0, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_at_once_are_one() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let delta = Teleservice::discover(&scene).await;
        let journey = delta.set_out();
        let code = delta.code(&scene, &journey).await;
        let uses = (0..50).map(|_| delta.exchange(&code, &journey.verifier));
        let outcomes = futures::future::join_all(uses).await;
        let given: Vec<_> = outcomes.iter().flatten().collect();
        eprintln!("{} of {} uses of one code were answered with tokens", given.len(), outcomes.len());
        assert_eq!(given.len(), 1);
        let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        assert!(refused.into_iter().all(|error| error == "invalid_grant"), "{outcomes:?}");
        assert_eq!(user_info(&scene, given[0].access_token().secret()).await.0, 401, "and are withdrawn");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_session_and_a_withdrawn_right_refuse_at_the_next_request() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let delta = Teleservice::discover(&scene).await;
        let (tokens, _) = delta.sign_in(&scene).await;
        let journey = delta.set_out();
        let code = delta.code(&scene, &journey).await;
        scene.withdraw().await;
        assert_eq!(delta.exchange(&code, &journey.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(user_info(&scene, tokens.access_token().secret()).await.0, 401);
        let address = scene.path(&delta.set_out().address);
        let shown = scene.browser.get(&address).send().await.expect("an answer");
        assert!(location(&shown).starts_with("/teleservices/acces?"), "{}", location(&shown));
        let page =
            scene.browser.get(&location(&shown)).send().await.expect("a page").text().await.expect("a page");
        assert!(
            page.contains("DELTA-G ne vous est pas ouvert") && page.contains("error=access_denied"),
            "{page}"
        );
        let silent = scene.browser.get(&format!("{address}&prompt=none")).send().await.expect("an answer");
        assert_eq!(value(&location(&silent), "error"), "access_denied");

        let ciel = Teleservice::discover_as(&scene, "ciel", OTHER_SECRET).await;
        let (tokens, _) = ciel.sign_in(&scene).await;
        let journey = ciel.set_out();
        let code = ciel.code(&scene, &journey).await;
        let out = scene.browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
        assert_eq!(location(&out), "/deconnexion");
        assert_eq!(ciel.exchange(&code, &journey.verifier).await.err().as_deref(), Some("invalid_grant"));
        assert_eq!(user_info(&scene, tokens.access_token().secret()).await.0, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_a_secret_is_throttled() {
    let limited = |installation: crate::program::Installation, _: &str| {
        installation.with("PRODOUANE__SINGLE_SIGN_ON__REFUSALS_PER_NETWORK", "5")
    };
    let scene = Scene::with(Database::sqlite(), limited).await;
    let delta = Teleservice::discover(&scene).await;
    for _ in 0..10 {
        // What succeeds does not count.
        delta.sign_in(&scene).await;
    }
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut statuses = Vec::new();
    for _ in 0..7 {
        let guess = client.post(format!("{}/openid/jeton", scene.origin)).basic_auth("delta", Some("essai"));
        let answer = guess.form(&[("grant_type", "authorization_code")]).send().await.expect("an answer");
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_out_at_a_teleservice_is_agreed_to_unless_it_is_proved() {
    let scene = Scene::on(Database::sqlite()).await;
    let delta = Teleservice::discover(&scene).await;
    let (tokens, _) = delta.sign_in(&scene).await;
    let hint = openidconnect::TokenResponse::id_token(&tokens).expect("an ID token").to_string();
    let signed_in =
        async || scene.browser.get("/tableau-de-bord").send().await.expect("an answer").status() == 200;
    let end = async |query: &str| {
        let answer =
            scene.browser.get(&format!("/openid/fin-de-session?{query}")).send().await.expect("an answer");
        (answer.status().as_u16(), location(&answer))
    };
    for query in [
        "id_token_hint=x.y.z".to_owned(),
        "client_id=inconnu".to_owned(),
        format!("post_logout_redirect_uri={AFTER}"),
        "client_id=delta&post_logout_redirect_uri=https://evil.example/".to_owned(),
        format!("client_id=ciel&id_token_hint={hint}"),
    ] {
        assert_eq!(end(&query).await, (400, String::new()), "{query}");
    }
    for query in [String::new(), format!("client_id=delta&post_logout_redirect_uri={AFTER}&state=s")] {
        assert_eq!(end(&query).await, (303, format!("/deconnexion/teleservice?{query}")));
        let page = format!("/deconnexion/teleservice?{query}");
        let page = scene.browser.get(&page).send().await.expect("a page");
        assert_eq!(page.status(), 200);
        assert!(page.text().await.expect("a page").contains("/form/fin-de-session"));
    }
    assert!(signed_in().await, "asking changes nothing");
    let back = format!("id_token_hint={hint}&post_logout_redirect_uri={AFTER}&state=s");
    assert_eq!(end(&back).await, (303, format!("{AFTER}?state=s")));
    assert!(!signed_in().await);
    assert_eq!(end(&back).await, (303, format!("{AFTER}?state=s")), "nobody is there: no question");
}
