use crate::browser::Browser;
use crate::program::Installation;
use crate::raw::Raw;

/// Never to be found in a log.
const CANARY: &str = "canari-7f3a9c";

#[tokio::test]
async fn one_json_line_per_event_and_no_secret() {
    let installation = Installation::new().with("PRODOUANE__LOG__FILTER", "debug");
    let mut program = installation.start();
    let mut browser = Browser::new(&program);
    browser.cookie = Some(format!("__Host-prodouane={CANARY}"));
    let _ = browser.get(&format!("/activation?jeton={CANARY}")).send().await;
    let _ = browser.get(&format!("/{CANARY}")).send().await;
    let _ = browser
        .send_form(
            "/form/connexion",
            &[("_page", "/connexion"), ("identifiant", "x"), ("mot_de_passe", CANARY)],
        )
        .await;
    let _ = browser
        .post("/api/v1/mot-de-passe/force")
        .json(&serde_json::json!({ "mot_de_passe": CANARY }))
        .send()
        .await;
    let mut raw = Raw::open(&program);
    raw.send(format!("GET /\u{1b}[31m{CANARY} HTTP/1.1\r\nHost: x\r\n\r\n"));
    drop(raw);
    program.terminate();
    program.wait();
    let log = program.log();
    assert!(log.iter().any(|line| line.contains("/form/connexion")), "requests are logged");
    for line in &log {
        let event: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        assert!(event["level"].is_string());
        assert!(!line.contains(CANARY), "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }
    let request = log.iter().find(|line| line.contains("/form/connexion")).expect("the request");
    let event: serde_json::Value = serde_json::from_str(request).expect("JSON");
    for field in ["route", "status", "duration_ms", "method"] {
        assert!(!event[field].is_null(), "{field} in {request}");
    }
    assert!(event["span"]["request_id"].is_string(), "{request}");
}
