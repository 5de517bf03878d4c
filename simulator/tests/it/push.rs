//! Events pushed to a portal: in order, retried until accepted, and as described in `docs/api/portail.json`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use serde_json::{Value, json};
use simulator::Options;
use tokio::net::TcpListener;

use crate::TestSimulator;

const DOCUMENT: &str = include_str!("../../../docs/api/portail.json");
const TIMEOUT: Duration = Duration::from_secs(30);

/// A portal that responds 503 to its first two requests.
#[derive(Default)]
struct Portal(Mutex<Vec<(String, HeaderMap, String)>>);

impl Portal {
    async fn listen() -> (Arc<Self>, String) {
        let portal = Arc::new(Self::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(post(Self::receive)).with_state(portal.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (portal, address)
    }

    async fn receive(
        State(portal): State<Arc<Self>>,
        uri: Uri,
        headers: HeaderMap,
        body: String,
    ) -> StatusCode {
        let mut received = portal.0.lock().unwrap();
        received.push((uri.path().to_owned(), headers, body));
        if received.len() > 2 { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
    }

    /// Waits for `count` requests. Returns the path, headers and body of each.
    async fn received(&self, count: usize) -> Vec<(String, HeaderMap, String)> {
        let arrived = async {
            while self.0.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(TIMEOUT, arrived).await.expect("the events did not arrive");
        self.0.lock().unwrap().clone()
    }
}

fn right(teleservice: &str, droit: &str) -> Value {
    json!({
        "co_owner": "dgddi", "compte": "basile.demo", "teleservice": teleservice, "droit": droit,
        "siret": "00010101400017",
    })
}

#[tokio::test]
async fn changes_are_pushed_in_order_and_retried_until_accepted() {
    let (portal, address) = Portal::listen().await;
    let simulator = TestSimulator::with(Options { portal: vec![address], ..Options::default() }).await;
    for (teleservice, droit) in [("TELEPAIEMENT-SEPA", "telepayer"), ("DELTA-G", "declarer")] {
        let address = simulator.url("/administration/api/habilitations");
        let response =
            simulator.client.delete(address).json(&right(teleservice, droit)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    }
    let received = portal.received(4).await;
    let events: Vec<Value> =
        received.iter().map(|(_, _, body)| serde_json::from_str(body).expect("JSON")).collect();
    // After two failures, the first event has been sent three times, unchanged, before the second.
    assert_eq!([&events[1], &events[2]], [&events[0], &events[0]]);
    assert_ne!(events[3]["evenement"], events[0]["evenement"]);
    assert_eq!(events[3]["version_precedente"], events[0]["version"]);
    assert_eq!(events[3]["changements"]["retirees"][0]["droit"], "declarer");
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let mut schema = document["components"]["schemas"]["ChangementDeDroits"].clone();
    schema["components"] = document["components"].clone();
    let schema = jsonschema::draft202012::options().build(&schema).unwrap();
    for (event, (path, headers, _)) in events.iter().zip(&received) {
        let errors: Vec<String> = schema.iter_errors(event).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{event:#}");
        assert_eq!(path, "/api/v1/coproprietaires/dgddi/evenements");
        assert!(headers["prodouane-signature"].to_str().unwrap().starts_with("v1="));
        assert!(headers["prodouane-horodatage"].to_str().unwrap().parse::<u64>().is_ok());
    }
}
