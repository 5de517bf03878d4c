//! News of customs' own site, fetched by the job and shown with their source.

use std::time::Duration;

use axum::{Router, routing::get};
use domain::path;
use tokio::net::TcpListener;

use crate::{browser::Browser, program::Installation};

const FEED: &str = "<rss version=\"2.0\"><channel><item><guid>1</guid><title>Nouvelle &lt;b&gt;règle&lt;/b&gt;</title>\
                    <link>https://douane.example/regle</link><description>Ce qui change</description>\
                    <pubDate>Mon, 30 Nov 2026 08:00:00 +0100</pubDate></item></channel></rss>";

#[tokio::test(flavor = "multi_thread")]
async fn news_of_customs_are_shown_with_their_source() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let source = format!("http://{}/rss", listener.local_addr().expect("an address"));
    let site = Router::new().route("/rss", get(async || FEED));
    tokio::spawn(async move { axum::serve(listener, site).await });
    let installation = Installation::new().with("PRODOUANE__CUSTOMS_NEWS__SOURCE", &source);
    let program = installation.start();
    let browser = Browser::new(&program);
    let shown = async {
        loop {
            let page = browser.get(path::NEWS).send().await.expect("an answer").text().await.expect("a page");
            if page.contains("Sur 127.0.0.1") {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let page = tokio::time::timeout(Duration::from_secs(60), shown).await.expect("the job has run");
    assert!(page.contains("href=\"https://douane.example/regle\""), "{page}");
    assert!(page.contains("Nouvelle règle") && !page.contains("<b>règle"), "plain text");
    assert!(page.contains("127.0.0.1, 30\u{a0}novembre 2026"), "its source and day");
}
