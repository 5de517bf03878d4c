//! Refusal of malformed form bodies and unknown URLs, with error pages.

use reqwest::Response;

use crate::{
    browser::{Browser, header},
    program::Installation,
};

/// Checks an error page: status, French title, link to the home page.
async fn assert_error_page(answer: Response, status: u16, title: &str) {
    assert_eq!(answer.status(), status, "{title}");
    assert!(header(answer.headers(), "content-type").starts_with("text/html"), "{title}");
    let page = answer.text().await.expect("a page");
    assert!(page.contains("<html lang=\"fr\""), "{title}: {page:.300}");
    assert!(page.contains(title), "{title}: {page:.2000}");
    assert!(page.contains("href=\"/\""), "{title}: a link to the home page");
}

#[tokio::test]
async fn malformed_form_bodies_are_refused() {
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
        assert_error_page(
            send(kind, b"a=b".to_vec()).await.expect("an answer"),
            415,
            "Format d’envoi refusé",
        )
        .await;
    }
    let without_type = browser.post("/form/avis").send().await.expect("an answer");
    assert_error_page(without_type, 415, "Format d’envoi refusé").await;
    let many = (0..201).map(|index| format!("c{index}=1")).collect::<Vec<_>>().join("&");
    for body in [b"a=%ff".to_vec(), b"a=%00".to_vec(), b"a=\xff".to_vec(), b"=b".to_vec(), many.into_bytes()]
    {
        assert_error_page(send(form, body).await.expect("an answer"), 400, "Demande incompréhensible").await;
    }
    let long = format!("commentaire={}", "x".repeat(256 * 1024));
    assert_error_page(send(form, long.into_bytes()).await.expect("an answer"), 413, "Envoi trop volumineux")
        .await;
}

#[tokio::test]
async fn unknown_urls_get_an_error_page() {
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
        // A malformed identifier may be refused before or after the redirect to sign-in.
        assert!([303, 400, 404].contains(&answer.status().as_u16()), "{path}: {}", answer.status());
    }
    assert_error_page(browser.get("/nulle-part").send().await.expect("an answer"), 404, "Page introuvable")
        .await;
    assert_error_page(browser.send_form("/nulle-part", &[("a", "b")]).await, 404, "Page introuvable").await;
    assert_error_page(browser.send_form("/form/nulle-part", &[("a", "b")]).await, 404, "Page introuvable")
        .await;
    let json = browser.post("/api/v1/nulle-part").send().await.expect("an answer");
    assert_eq!(json.status(), 404);
    assert_eq!(header(json.headers(), "content-type"), "application/json");
}
