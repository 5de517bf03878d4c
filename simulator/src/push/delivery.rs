use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use sha2::Sha256;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Event;
use crate::state::Simulator;

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(10);

/// Brings each event to each registered portal; one that is down keeps its own events waiting, in their order.
pub async fn deliver(
    simulator: Arc<Simulator>,
    mut events: UnboundedReceiver<Event>,
    stop: CancellationToken,
) {
    let client = match client() {
        Ok(client) => client,
        Err(error) => return tracing::error!(%error, "events cannot be sent"),
    };
    let tasks = TaskTracker::new();
    let mut portals: BTreeMap<String, UnboundedSender<Event>> = BTreeMap::new();
    while let Some(event) = until(&stop, events.recv()).await.flatten() {
        for portal in simulator.portals() {
            let sender = portals.entry(portal).or_insert_with_key(|portal| {
                let (sender, waiting) = unbounded_channel();
                let courier =
                    Courier { simulator: simulator.clone(), client: client.clone(), portal: portal.clone() };
                tasks.spawn(courier.run(waiting, stop.clone()));
                sender
            });
            // The courier lives as long as its sender.
            let _ = sender.send(event.clone());
        }
    }
    tasks.close();
    tasks.wait().await;
}

fn client() -> anyhow::Result<reqwest::Client> {
    // Another part of the program may have installed it already: that one serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().timeout(ANSWER).no_proxy();
    builder.redirect(reqwest::redirect::Policy::none()).build().context("HTTP client")
}

/// `None` when the simulator stops first.
async fn until<T>(stop: &CancellationToken, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        () = stop.cancelled() => None,
        done = work => Some(done),
    }
}

/// The way to one portal.
struct Courier {
    simulator: Arc<Simulator>,
    client: reqwest::Client,
    portal: String,
}

impl Courier {
    async fn run(self, mut waiting: UnboundedReceiver<Event>, stop: CancellationToken) {
        while let Some(event) = until(&stop, waiting.recv()).await.flatten() {
            let mut pause = FIRST_PAUSE;
            while let Some(false) = until(&stop, self.send(&event)).await {
                if until(&stop, tokio::time::sleep(pause)).await.is_none() {
                    return;
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    /// Whether that delivery was the last: taken, or refused in a way that a second one would not change.
    async fn send(&self, event: &Event) -> bool {
        let address = format!("{}/api/v1/coproprietaires/{}/evenements", self.portal, event.co_owner.code());
        let body = event.body();
        let timestamp = self.simulator.clock.now().as_second().to_string();
        let secret = self.simulator.options.push_secret_of(event.co_owner);
        let request = self
            .client
            .post(address)
            .header("content-type", "application/json")
            .header("prodouane-signature", signature(&secret, &timestamp, &body))
            .header("prodouane-horodatage", timestamp)
            .body(body);
        match request.send().await.map(|answer| answer.status()) {
            Ok(status) if is_passing(status) => false,
            Ok(status) => {
                tracing::info!(event = %event.id(), portal = %self.portal, %status, "event delivered");
                true
            }
            Err(error) => {
                tracing::debug!(%error, portal = %self.portal, "event not delivered yet");
                false
            }
        }
    }
}

fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// `v1=` and the HMAC-SHA-256 of the instant, a full stop and the body.
fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    format!("v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::signature;

    /// As `printf '%s' '1780300800.{"a":1}' | openssl dgst -sha256 -hmac '…'` says.
    #[test]
    fn another_program_signs_the_same() {
        let secret = "un secret d'essai assez long pour la signature";
        let expected = "v1=e524a329011cfc7b5c2ecde45124e50246dd3ef7c96b43d3a0f32015e6b4fd84";
        assert_eq!(signature(secret, "1780300800", r#"{"a":1}"#), expected);
    }
}
