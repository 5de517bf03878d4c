//! News of customs' own site.

use backend::customs_news::{self, CustomsNews};
use platform::Error;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use url::Url;

use crate::database::{TestEnv, on_each_database_with};

fn source() -> Url {
    Url::parse("https://douane.example/rss").expect("an address")
}

fn item(id: &str, title: &str, link: &str, day: u32) -> String {
    format!(
        "<item><guid>{id}</guid><title>{title}</title><link>{link}</link><description>&lt;p&gt;Texte&lt;/p&gt;</description>\
         <pubDate>{day:02} Nov 2026 08:00:00 +0100</pubDate></item>"
    )
}

async fn import(env: &TestEnv, items: &[String]) -> Result<u64, Error> {
    let feed = format!("<rss version=\"2.0\"><channel>{}</channel></rss>", items.concat());
    customs_news::import(&env.portal, &source(), &feed).await
}

async fn titles(env: &TestEnv) -> Vec<String> {
    let news: Vec<CustomsNews> = customs_news::latest(&env.portal, 10).await.expect("listed");
    news.into_iter().map(|one| one.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn news_are_imported_once_and_updated() {
    let configure = |config: &mut backend::config::Config| config.customs_news.source = Some(source());
    on_each_database_with(configure, async |env| {
        let first = [
            item("1", "Un", "https://douane.example/1", 2),
            item("2", "Deux", "https://douane.example/2", 3),
            item("3", "Piège", "javascript:alert(1)", 4),
            item("4", "Ailleurs, sans HTTPS", "http://autre.example/4", 4),
        ];
        assert_eq!(import(&env, &first).await.expect("imported"), 2);
        assert_eq!(import(&env, &first).await.expect("imported again"), 0);
        assert_eq!(titles(&env).await, ["Deux", "Un"]);
        let changed = [item("1", "Un, corrigé", "https://douane.example/1", 2)];
        assert_eq!(import(&env, &changed).await.expect("imported"), 1);
        assert_eq!(titles(&env).await, ["Deux", "Un, corrigé"]);
        assert!(customs_news::import(&env.portal, &source(), "<rss></x>").await.is_err());
        assert_eq!(titles(&env).await.len(), 2, "a damaged feed changes nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_fetched_or_shown_without_an_address() {
    on_each_database_with(
        |_| {},
        async |env| {
            assert_eq!(customs_news::fetch(&env.portal).await.expect("nothing to do"), 0);
            assert_eq!(titles(&env).await, [""; 0]);
        },
    )
    .await;
}

/// Starts a site that answers every request with this feed. Returns its address.
async fn start_site(feed: String) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = connection.read(&mut request).await;
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", feed.len());
            let _ = connection.write_all([head.as_bytes(), feed.as_bytes()].concat().as_slice()).await;
        }
    });
    Url::parse(&format!("http://{address}/rss")).expect("an address")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_fetches_the_configured_feed() {
    let news = item("1", "Un", "https://douane.example/1", 2);
    let source = start_site(format!("<rss><channel>{news}</channel></rss>")).await;
    let configure = |config: &mut backend::config::Config| config.customs_news.source = Some(source.clone());
    on_each_database_with(configure, async |env| {
        assert_eq!(customs_news::fetch(&env.portal).await.expect("fetched"), 1);
        assert_eq!(customs_news::fetch(&env.portal).await.expect("fetched again"), 0);
        assert_eq!(titles(&env).await, ["Un"]);
    })
    .await;
}
