use crate::browser::{Browser, header};
use crate::database::Database;
use crate::program::Installation;

#[tokio::test]
async fn health_and_figures() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let browser = Browser::new(&program);
        assert_eq!(
            browser.get("/health/live").send().await.expect("an answer").text().await.expect("text"),
            "ok"
        );
        let ready = browser.get("/health/ready").send().await.expect("an answer");
        assert_eq!(ready.status(), 200);
        assert_eq!(ready.json::<serde_json::Value>().await.expect("JSON")["pret"], true);
        let _ = browser.get("/aide").send().await;
        let figures = browser.get("/metrics").send().await.expect("an answer");
        assert!(header(figures.headers(), "content-type").starts_with("text/plain"));
        let text = figures.text().await.expect("text");
        assert!(
            text.contains("http_requests_total{method=\"GET\",route=\"/aide\",status=\"200\"} 1"),
            "{text}"
        );
        assert!(
            text.contains("outbox_depth 0") && text.contains("http_request_duration_seconds_bucket"),
            "{text}"
        );
        // Whoever comes through a proxy is not this machine.
        let far =
            browser.get("/metrics").header("x-forwarded-for", "203.0.113.7").send().await.expect("an answer");
        assert_eq!(far.status(), 404);
    }
}
