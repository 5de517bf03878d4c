use std::io::Read;

use domain::path;

use crate::{
    browser::{Browser, header},
    program::Installation,
};

const CO_OWNER: [(&str, &str); 3] = [
    ("PRODOUANE__CO_OWNERS__DGDDI__BASE_URL", "http://127.0.0.1:4999/dgddi"),
    ("PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET", "secret-de-test"),
    ("PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN", "jeton-de-test"),
];

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for path in [
        "/",
        path::HELP,
        "/nulle-part",
        "/form/avis",
        path::HEALTH_LIVE,
        "/favicon.svg",
        path::API_DESCRIPTION,
    ] {
        let answer = browser.get(path).send().await.expect("an answer");
        let headers = answer.headers();
        assert_eq!(header(headers, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(headers, "referrer-policy"), "same-origin", "{path}");
        assert_eq!(header(headers, "cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header(headers, "cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(header(headers, "strict-transport-security").starts_with("max-age=63072000"), "{path}");
        assert!(header(headers, "permissions-policy").contains("camera=()"), "{path}");
        let policy = header(headers, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{path}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}");
        assert!(!header(headers, "x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn parts_of_a_page_have_only_the_headers_that_apply_to_them() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for path in ["/pkg/prodouane.ccc.css", "/pkg/prodouane.bbb.wasm"] {
        let answer = browser.get(path).send().await.expect("an answer");
        let headers = answer.headers();
        assert_eq!(header(headers, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(headers, "cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(header(headers, "strict-transport-security").starts_with("max-age=63072000"), "{path}");
        assert!(!headers.contains_key("content-security-policy"), "{path}");
    }
}

#[tokio::test]
async fn every_page_has_its_own_nonce() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let mut seen = std::collections::HashSet::new();
    for _ in 0..5 {
        let answer = browser.get("/").send().await.expect("an answer");
        let policy = header(answer.headers(), "content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce")
            .to_owned();
        let page = answer.text().await.expect("a page");
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().expect("a tag");
            // Data, which browsers never run.
            if tag.contains("application/ld+json") {
                continue;
            }
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "a script without the nonce: <script{tag}>");
        }
        assert!(!page.contains(" style=\""), "inline styles are refused by the policy");
        assert!(seen.insert(nonce));
    }
}

#[tokio::test]
async fn the_first_page_of_a_visit_contains_the_style_sheet() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for (source, inside) in [
        (Some("none"), true),
        (Some("cross-site"), true),
        (Some("same-site"), true),
        (Some("same-origin"), false),
        (None, false),
    ] {
        let request = browser.get("/");
        let request = match source {
            Some(source) => request.header("sec-fetch-site", source),
            None => request,
        };
        let answer = request.send().await.expect("an answer");
        let policy = header(answer.headers(), "content-security-policy").to_owned();
        let nonce = policy.split("style-src 'self' 'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let style = format!("<style nonce=\"{}\">main{{color:black}}</style>", nonce.expect("a nonce"));
        let page = answer.text().await.expect("a page");
        assert_eq!(page.contains(&style), inside, "{source:?}");
        assert_eq!(page.contains("<link rel=\"stylesheet\""), !inside, "{source:?}");
    }
}

#[tokio::test]
async fn forms_may_redirect_to_configured_co_owners_only() {
    let installation =
        CO_OWNER.iter().fold(Installation::new(), |installation, (key, value)| installation.with(key, value));
    let program = installation.start();
    let answer = Browser::new(&program).get(path::HELP).send().await.expect("an answer");
    let policy = header(answer.headers(), "content-security-policy");
    assert!(policy.contains("form-action 'self' http://127.0.0.1:4999;"), "{policy}");
}

#[tokio::test]
async fn pages_are_not_cached_and_hashed_files_are_cached_forever() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let page = browser.get(path::SIGN_IN).send().await.expect("an answer");
    assert_eq!(header(page.headers(), "cache-control"), "no-store");
    let styles = browser
        .get("/pkg/prodouane.ccc.css")
        .header("accept-encoding", "br")
        .send()
        .await
        .expect("an answer");
    assert_eq!(header(styles.headers(), "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(styles.headers(), "content-encoding"), "br");
    assert_eq!(styles.text().await.expect("bytes"), "compressed beforehand");
    let missing = browser.get("/pkg/prodouane.old.css").send().await.expect("an answer");
    assert_eq!(missing.status(), 404);
    assert_eq!(header(missing.headers(), "cache-control"), "no-store");
    assert_eq!(browser.get("/favicon.svg").send().await.expect("an answer").status(), 200);
    assert_eq!(browser.get("/hash.txt").send().await.expect("an answer").status(), 404);
}

/// What clients send, and the coding of the answer.
const ACCEPT_ENCODINGS: [(&str, &str); 9] = [
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip, deflate, br", "br"),
    ("gzip", "gzip"),
    ("zstd;q=0.2, br;q=0.5, gzip;q=0.5", "br"),
    ("br;q=0, *", "zstd"),
    ("identity", ""),
    ("gzip;q=0", ""),
    ("deflate", ""),
    ("", ""),
];

#[tokio::test]
async fn pages_are_compressed_as_requested() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    // A page, an error page rendered without the application, and JSON.
    for path in [path::HELP, "/form/avis", path::API_DESCRIPTION] {
        let plain = without_nonce(browser.get(path).send().await.expect("an answer")).await;
        assert!(!plain.is_empty(), "{path}");
        for (accepted, expected) in ACCEPT_ENCODINGS {
            let answer =
                browser.get(path).header("accept-encoding", accepted).send().await.expect("an answer");
            assert_eq!(header(answer.headers(), "content-encoding"), expected, "{path}: {accepted}");
            let vary = answer.headers().get_all("vary").iter().any(|one| one == "accept-encoding");
            assert!(vary, "{path}: {accepted}");
            assert_eq!(without_nonce(answer).await, plain, "{path}: {accepted}");
        }
    }
}

/// Returns the decoded body, in which only the nonce differs between two requests.
async fn without_nonce(answer: reqwest::Response) -> String {
    let policy = header(answer.headers(), "content-security-policy").to_owned();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
    let coding = header(answer.headers(), "content-encoding").to_owned();
    let bytes = answer.bytes().await.expect("a body");
    let mut text = String::new();
    match coding.as_str() {
        "zstd" => zstd::Decoder::new(&bytes[..]).expect("zstd").read_to_string(&mut text),
        "br" => brotli::Decompressor::new(&bytes[..], 4096).read_to_string(&mut text),
        "gzip" => flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text),
        _ => (&bytes[..]).read_to_string(&mut text),
    }
    .expect("a valid body");
    text.replace(nonce, "")
}

#[tokio::test]
async fn foreign_host_headers_are_refused_or_ignored() {
    let installation = Installation::new().with("PRODOUANE__ACCEPTED_HOSTS", "[\"portail.example\"]");
    let program = installation.start();
    let browser = Browser::new(&program);
    let refused = browser.get("/").header("host", "ailleurs.example").send().await.expect("an answer");
    assert_eq!(refused.status(), 421);
    let accepted = browser.get("/").header("host", "portail.example").send().await.expect("an answer");
    assert_eq!(accepted.status(), 200);
    let any_host = Installation::new();
    let program = any_host.start();
    let browser = Browser::new(&program);
    let page =
        browser.get(path::HELP).header("host", "ailleurs.example").header("x-forwarded-host", "pire.example");
    let text = page.send().await.expect("an answer").text().await.expect("a page");
    assert!(!text.contains("ailleurs.example") && !text.contains("pire.example"));
}
