use domain::path;

use crate::{
    browser::{Browser, header},
    database::Database,
    program::Installation,
};

#[tokio::test]
async fn health_checks_and_local_metrics_respond() {
    for database in Database::all().await {
        let installation = Installation::on(database).with("PRODOUANE__BASE_URL", "http://127.0.0.1:3000");
        let program = installation.start();
        let browser = Browser::new(&program);
        assert_eq!(
            browser.get(path::HEALTH_LIVE).send().await.expect("an answer").text().await.expect("text"),
            "ok"
        );
        let ready = browser.get(path::HEALTH_READY).send().await.expect("an answer");
        assert_eq!(ready.status(), 200);
        assert_eq!(ready.json::<serde_json::Value>().await.expect("JSON")["pret"], true);
        let _ = browser.get(path::HELP).send().await;
        let metrics = browser.get(path::METRICS).send().await.expect("an answer");
        assert!(header(metrics.headers(), "content-type").starts_with("text/plain"));
        let text = metrics.text().await.expect("text");
        assert!(
            text.contains("http_requests_total{method=\"GET\",route=\"/aide\",status=\"200\"} 1"),
            "{text}"
        );
        assert!(
            text.contains("outbox_depth 0") && text.contains("http_request_duration_seconds_bucket"),
            "{text}"
        );
        // A request through a proxy is not local.
        for forwarded in ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "x-real-ip"] {
            let remote = browser.get(path::METRICS).header(forwarded, "a").send().await.expect("an answer");
            assert_eq!(remote.status(), 404, "{forwarded}");
        }
    }
}

/// A proxy on this machine may add no header.
#[tokio::test]
async fn metrics_of_a_public_portal_are_only_on_their_own_listener() {
    let public = Installation::new();
    let program = public.start();
    let metrics = Browser::new(&program).get(path::METRICS).send().await.expect("an answer");
    assert_eq!(metrics.status(), 404);
    let with_listener = Installation::new()
        .with("PRODOUANE__BASE_URL", "http://localhost:3000")
        .with("PRODOUANE__METRICS_LISTEN", "127.0.0.1:0");
    let program = with_listener.start();
    let metrics = Browser::new(&program).get(path::METRICS).send().await.expect("an answer");
    assert_eq!(metrics.status(), 404);
}
