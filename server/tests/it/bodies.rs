use reqwest::Response;

use crate::browser::{Browser, header};
use crate::program::Installation;

/// An error that people can read: status, French page with its title, link home.
async fn is_page(answer: Response, status: u16, title: &str) {
    assert_eq!(answer.status(), status, "{title}");
    assert!(header(answer.headers(), "content-type").starts_with("text/html"), "{title}");
    let page = answer.text().await.expect("a page");
    assert!(page.contains("<html lang=\"fr\""), "{title}: {page:.300}");
    assert!(page.contains(title), "{title}: {page:.2000}");
    assert!(page.contains("href=\"/\""), "{title}: a way out");
}

#[tokio::test]
async fn what_no_form_of_ours_sends_is_refused() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let send = |kind: &'static str, body: Vec<u8>| {
        browser.post("/form/avis").header("content-type", kind).body(body).send()
    };
    let form = "application/x-www-form-urlencoded";
    for kind in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded2",
    ] {
        is_page(send(kind, b"a=b".to_vec()).await.expect("an answer"), 415, "Format d’envoi refusé").await;
    }
    let unnamed = browser.post("/form/avis").send().await.expect("an answer");
    is_page(unnamed, 415, "Format d’envoi refusé").await;
    let many = (0..201).map(|index| format!("c{index}=1")).collect::<Vec<_>>().join("&");
    for body in [b"a=%ff".to_vec(), b"a=%00".to_vec(), b"a=\xff".to_vec(), b"=b".to_vec(), many.into_bytes()]
    {
        is_page(send(form, body).await.expect("an answer"), 400, "Demande incompréhensible").await;
    }
    let long = format!("commentaire={}", "x".repeat(256 * 1024));
    is_page(send(form, long.into_bytes()).await.expect("an answer"), 413, "Envoi trop volumineux").await;
}

#[tokio::test]
async fn unknown_addresses_have_a_page() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for path in [
        "/nulle-part",
        "/form/nulle-part",
        "/pkg/nulle-part.js",
        "/messagerie/question/pas-un-numero",
        "/pieces/x",
    ] {
        let answer = browser.get(path).send().await.expect("an answer");
        // A bad identifier may be told before or after asking to sign in.
        assert!([303, 400, 404].contains(&answer.status().as_u16()), "{path}: {}", answer.status());
    }
    is_page(browser.get("/nulle-part").send().await.expect("an answer"), 404, "Page introuvable").await;
    is_page(browser.send_form("/nulle-part", &[("a", "b")]).await, 404, "Page introuvable").await;
    is_page(browser.send_form("/form/nulle-part", &[("a", "b")]).await, 404, "Page introuvable").await;
    let json = browser.post("/api/v1/nulle-part").send().await.expect("an answer");
    assert_eq!(json.status(), 404);
    assert_eq!(header(json.headers(), "content-type"), "application/json");
}

#[tokio::test]
async fn every_public_page_is_there_and_says_its_name() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for (path, title) in [
        ("/", "Vos démarches douanières"),
        ("/aide", "Je n’arrive pas à me connecter"),
        ("/avis?page=/aide", "Avis sur le site"),
        ("/plan-du-site", "Plan du site"),
        ("/mentions-legales", "Mentions légales"),
        ("/accessibilite", "non conforme"),
        ("/donnees-personnelles", "Données personnelles"),
        ("/inscription", "Inscription"),
        ("/connexion", "Identifiant"),
    ] {
        let answer = browser.get(path).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains(title), "{path}: {title}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}: one heading");
        assert!(page.contains("0809"), "{path}: help at the foot");
        assert!(page.contains("Avis sur le site"), "{path}: the opinion button");
    }
}

#[tokio::test]
async fn an_opinion_is_kept_and_a_wrong_one_given_back() {
    let installation = Installation::new();
    let program = installation.start();
    let mut browser = Browser::new(&program);
    let wrong =
        browser.send_form("/form/avis", &[("_page", "/avis"), ("commentaire", "Très <b>clair</b>")]).await;
    assert_eq!(wrong.status(), 303);
    assert_eq!(header(wrong.headers(), "location"), "/avis");
    let cookie = header(wrong.headers(), "set-cookie").split(';').next().expect("a cookie").to_owned();
    browser.cookie = Some(cookie);
    let page = browser.get("/avis").send().await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("Très &lt;b&gt;clair"), "what was typed is there again");
    assert!(page.contains("data-error-summary"), "and what is wrong is told");
    let right = browser.send_form("/form/avis", &[("_page", "/avis"), ("satisfaction", "satisfait")]).await;
    assert_eq!(right.status(), 303);
    assert_eq!(header(right.headers(), "location"), "/avis?envoye=oui");
}

#[tokio::test]
async fn the_strength_of_a_password_is_estimated_and_bounded() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let ask = |body: serde_json::Value| browser.post("/api/v1/mot-de-passe/force").json(&body).send();
    let weak = ask(serde_json::json!({ "mot_de_passe": "Azerty123456", "contexte": ["azerty"] }))
        .await
        .expect("an answer");
    assert_eq!(weak.status(), 200);
    let weak: serde_json::Value = weak.json().await.expect("JSON");
    assert!(
        weak["score"].as_u64().expect("a score") < 3
            && !weak["conseils"].as_array().expect("advice").is_empty()
    );
    let strong = ask(serde_json::json!({ "mot_de_passe": "quatre chevaux bleus dansent tard" }))
        .await
        .expect("an answer");
    let strong: serde_json::Value = strong.json().await.expect("JSON");
    assert_eq!((strong["score"].as_u64(), strong["conseils"].as_array().map(Vec::len)), (Some(4), Some(0)));
    for wrong in [
        serde_json::json!({ "mot_de_passe": "x".repeat(300) }),
        serde_json::json!({ "mot_de_passe": "x", "autre": 1 }),
        serde_json::json!({}),
    ] {
        assert_eq!(ask(wrong).await.expect("an answer").status(), 400);
    }
    assert_eq!(
        ask(serde_json::json!({ "mot_de_passe": "x".repeat(20_000) })).await.expect("an answer").status(),
        413
    );
    let mut last = 0;
    for _ in 0..130 {
        last = ask(serde_json::json!({ "mot_de_passe": "x" })).await.expect("an answer").status().as_u16();
    }
    assert_eq!(last, 429);
}
