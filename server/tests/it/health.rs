use domain::path;

use crate::{
    browser::{Browser, header},
    database::Database,
    program::Installation,
};

#[tokio::test]
async fn health_checks_and_local_metrics_respond() {
    for database in Database::all().await {
        let installation = Installation::on(database);
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
        let remote = browser
            .get(path::METRICS)
            .header("x-forwarded-for", "203.0.113.7")
            .send()
            .await
            .expect("an answer");
        assert_eq!(remote.status(), 404);
    }
}
