//! Pages that the browsers of visitors keep, and their descriptions for other programs.

use domain::path;
use reqwest::Response;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::{
    browser::{Browser, header},
    operator::Operator,
    program::Installation,
};

async fn send(browser: &Browser, page: &str, headers: &[(&'static str, &str)]) -> Response {
    let request =
        headers.iter().fold(browser.get(page), |request, (name, value)| request.header(*name, *value));
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn browsers_that_have_a_page_get_304() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for page in
        [path::HOME, path::HELP, path::NEWS, path::EXCHANGE_RATES, path::LEGAL_NOTICE, "/actualites?page=1"]
    {
        let first = send(&browser, page, &[("sec-fetch-site", "none")]).await;
        assert_eq!(first.status(), 200, "{page}");
        assert_eq!(header(first.headers(), "cache-control"), "private, no-cache", "{page}");
        assert!(first.headers().get_all("vary").iter().any(|vary| vary == "cookie"), "{page}");
        let tag = header(first.headers(), "etag").to_owned();
        assert!(tag.starts_with("W/\""), "{page}: {tag}");
        // Another nonce, and a link to the style sheet.
        let again = send(&browser, page, &[("if-none-match", &format!("\"autre\", {tag}"))]).await;
        assert_eq!(again.status(), 304, "{page}");
        assert_eq!(header(again.headers(), "etag"), tag, "{page}");
        assert!(
            !again.headers().contains_key("content-security-policy"),
            "{page}: the nonce of the kept page"
        );
        assert_eq!(again.bytes().await.expect("no body").len(), 0, "{page}");
        assert_eq!(send(&browser, page, &[("if-none-match", "W/\"autre\"")]).await.status(), 200, "{page}");
    }
}

#[tokio::test]
async fn pages_of_sessions_forms_and_searches_are_not_kept() {
    let installation = Installation::new();
    let program = installation.start();
    let visitor = Browser::new(&program);
    let operator = Operator::sign_in(&installation).await.browser(&program);
    let mut returning = Browser::new(&program);
    returning.cookie = Some(format!("{}=inconnu", installation.session_cookie()));
    for (browser, page) in [
        (&operator, path::HOME),
        (&operator, path::NEWS),
        (&returning, path::HOME),
        (&visitor, path::SIGN_IN),
        (&visitor, "/recherche?recherche=paiement"),
        (&visitor, "/suivi-export?mrn=26FR000012345678A4"),
        (&visitor, "/nulle-part"),
    ] {
        let answer = send(browser, page, &[]).await;
        assert_eq!(header(answer.headers(), "cache-control"), "no-store", "{page}");
        assert!(!answer.headers().contains_key("etag"), "{page}");
    }
}

fn first(document: &Html, selector: &str) -> String {
    let selector = Selector::parse(selector).expect("a selector");
    let found = document.select(&selector).next();
    found
        .map(|element| element.attr("content").map_or_else(|| element.text().collect(), str::to_owned))
        .unwrap_or_default()
}

#[tokio::test]
async fn public_pages_describe_themselves_to_visitors() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for (page, kind) in [(path::HOME, "WebSite"), ("/faq/mot-de-passe-oublie", "FAQPage")] {
        let text = send(&browser, page, &[]).await.text().await.expect("a page");
        let document = Html::parse_document(&text);
        let description: Value =
            serde_json::from_str(&first(&document, "script[type='application/ld+json']"))
                .unwrap_or_else(|error| panic!("{page}: {error}"));
        assert_eq!(description["@context"], "https://schema.org", "{page}");
        assert_eq!(description["@type"], kind, "{page}");
        assert!(!first(&document, "head meta[property='og:title']").is_empty(), "{page}");
        assert!(first(&document, "head meta[property='og:url']").ends_with(page), "{page}");
        assert!(first(&document, "head meta[property='og:image']").ends_with("/partage.png"), "{page}");
    }
    let operator = Operator::sign_in(&installation).await.browser(&program);
    let page = send(&operator, path::HOME, &[]).await.text().await.expect("a page");
    assert!(!page.contains("ld+json") && !page.contains("og:title"), "for visitors only");
}
