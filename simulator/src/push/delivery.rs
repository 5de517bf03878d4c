//! Delivery of events to the portals.

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

/// Delay before the first retry; doubled at each further one.
const FIRST_RETRY_DELAY: Duration = Duration::from_millis(200);
const MAX_RETRY_DELAY: Duration = Duration::from_secs(10);
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Delivers each event to each registered portal, in order. A portal that is down delays only its own events.
pub async fn deliver(
    simulator: Arc<Simulator>,
    mut events: UnboundedReceiver<Event>,
    stop: CancellationToken,
) {
    let client = match client() {
        Ok(client) => client,
        Err(error) => {
            return tracing::error!(%error, "failed to create the HTTP client; no events will be sent");
        }
    };
    let tasks = TaskTracker::new();
    let mut portals: BTreeMap<String, UnboundedSender<Event>> = BTreeMap::new();
    while let Some(event) = unless_stopped(&stop, events.recv()).await.flatten() {
        for portal in simulator.portals() {
            let sender = portals.entry(portal).or_insert_with_key(|portal| {
                let (sender, pending) = unbounded_channel();
                let delivery = PortalDelivery {
                    simulator: simulator.clone(),
                    client: client.clone(),
                    portal: portal.clone(),
                };
                tasks.spawn(delivery.run(pending, stop.clone()));
                sender
            });
            // Cannot fail while the sender is in the map, unless the simulator is stopping.
            let _ = sender.send(event.clone());
        }
    }
    tasks.close();
    tasks.wait().await;
}

fn client() -> anyhow::Result<reqwest::Client> {
    // Fails if another part of the program has installed it already, which is equivalent.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().timeout(REQUEST_TIMEOUT).no_proxy();
    builder.redirect(reqwest::redirect::Policy::none()).build().context("failed to create the HTTP client")
}

/// Runs `work`. Returns `None` if the simulator stops first.
async fn unless_stopped<T>(stop: &CancellationToken, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        () = stop.cancelled() => None,
        done = work => Some(done),
    }
}

/// Delivery of events to one portal.
struct PortalDelivery {
    simulator: Arc<Simulator>,
    client: reqwest::Client,
    portal: String,
}

impl PortalDelivery {
    async fn run(self, mut pending: UnboundedReceiver<Event>, stop: CancellationToken) {
        while let Some(event) = unless_stopped(&stop, pending.recv()).await.flatten() {
            let mut delay = FIRST_RETRY_DELAY;
            while let Some(false) = unless_stopped(&stop, self.send(&event)).await {
                if unless_stopped(&stop, tokio::time::sleep(delay)).await.is_none() {
                    return;
                }
                delay = (delay * 2).min(MAX_RETRY_DELAY);
            }
        }
    }

    /// Sends an event. Returns `false` if it must be retried, `true` if it was accepted or permanently
    /// refused.
    async fn send(&self, event: &Event) -> bool {
        let (portal, co_owner) = (&self.portal, event.co_owner.code());
        let address = format!("{portal}/api/v1/coproprietaires/{co_owner}/{}", event.interface);
        let body = event.body.clone();
        let timestamp = self.simulator.clock.now().as_second().to_string();
        let secret = self.simulator.options.push_secret_of(event.co_owner);
        let request = self
            .client
            .post(address)
            .header("content-type", "application/json")
            .header("prodouane-signature", signature(&secret, &timestamp, &body))
            .header("prodouane-horodatage", timestamp)
            .body(body);
        match request.send().await.map(|response| response.status()) {
            Ok(status) if is_temporary(status) => false,
            Ok(status) => {
                tracing::info!(event = %event.id, portal = %self.portal, %status, "event delivered");
                true
            }
            Err(error) => {
                tracing::debug!(%error, portal = %self.portal, "failed to deliver the event; will retry");
                false
            }
        }
    }
}

fn is_temporary(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// Returns `v1=` and the HMAC-SHA-256 of the timestamp, a full stop and the body, in hexadecimal.
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

    /// The expected value is from `printf '%s' '1780300800.{"a":1}' | openssl dgst -sha256 -hmac '…'`.
    #[test]
    fn signature_equals_that_of_openssl() {
        let secret = "un secret d'essai assez long pour la signature";
        let expected = "v1=e524a329011cfc7b5c2ecde45124e50246dd3ef7c96b43d3a0f32015e6b4fd84";
        assert_eq!(signature(secret, "1780300800", r#"{"a":1}"#), expected);
    }
}
