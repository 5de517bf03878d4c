use crate::browser::{Browser, header};
use crate::program::Installation;

const CO_OWNER: [(&str, &str); 3] = [
    ("PRODOUANE__PARTNERS__DGDDI__BASE_URL", "http://127.0.0.1:4999/dgddi"),
    ("PRODOUANE__PARTNERS__DGDDI__CLIENT_SECRET", "secret-de-test"),
    ("PRODOUANE__PARTNERS__DGDDI__API_TOKEN", "jeton-de-test"),
];

#[tokio::test]
async fn every_answer_is_protected() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for path in [
        "/",
        "/aide",
        "/nulle-part",
        "/form/avis",
        "/health/live",
        "/pkg/prodouane.ccc.css",
        "/api/openapi.json",
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
async fn the_nonce_is_the_pages_own_and_never_twice_the_same() {
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
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "a script without the nonce: <script{tag}>");
        }
        assert!(!page.contains(" style=\""), "inline styles are refused by the policy");
        assert!(seen.insert(nonce));
    }
}

#[tokio::test]
async fn forms_may_lead_to_the_co_owners_and_nowhere_else() {
    let installation = CO_OWNER.iter().fold(Installation::new(), |made, (key, value)| made.with(key, value));
    let program = installation.start();
    let answer = Browser::new(&program).get("/aide").send().await.expect("an answer");
    let policy = header(answer.headers(), "content-security-policy");
    assert!(policy.contains("form-action 'self' http://127.0.0.1:4999;"), "{policy}");
}

#[tokio::test]
async fn pages_are_not_cached_and_hashed_files_for_ever() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let page = browser.get("/").send().await.expect("an answer");
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

#[tokio::test]
async fn pages_are_compressed() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for (asked, given) in [("br", "br"), ("gzip", "gzip"), ("identity", "")] {
        let answer = browser.get("/").header("accept-encoding", asked).send().await.expect("an answer");
        assert_eq!(header(answer.headers(), "content-encoding"), given);
    }
}

#[tokio::test]
async fn a_foreign_host_changes_nothing_and_may_be_refused() {
    let installation = Installation::new().with("PRODOUANE__ACCEPTED_HOSTS", "[\"portail.example\"]");
    let program = installation.start();
    let browser = Browser::new(&program);
    let refused = browser.get("/").header("host", "ailleurs.example").send().await.expect("an answer");
    assert_eq!(refused.status(), 421);
    let accepted = browser.get("/").header("host", "portail.example").send().await.expect("an answer");
    assert_eq!(accepted.status(), 200);
    let anywhere = Installation::new();
    let program = anywhere.start();
    let browser = Browser::new(&program);
    let page =
        browser.get("/aide").header("host", "ailleurs.example").header("x-forwarded-host", "pire.example");
    let text = page.send().await.expect("an answer").text().await.expect("a page");
    assert!(!text.contains("ailleurs.example") && !text.contains("pire.example"));
}
