use std::time::Duration;

use anyhow::{Context, bail};
use serde::Serialize;
use url::Url;

use crate::{config::SmsConfig, id::SmsId, secret::Secret};

/// Client of the HTTP gateway. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gateway {
    client: reqwest::Client,
    url: Url,
    token: Secret,
    timeout: Duration,
}

/// Request body. The gateway sends a message only once per identifier, so that retries are harmless.
#[derive(Serialize)]
struct Order<'a> {
    identifiant: SmsId,
    /// E.164: `+33612345678`.
    destinataire: &'a str,
    texte: &'a str,
}

impl Gateway {
    pub fn open(config: &SmsConfig) -> anyhow::Result<Gateway> {
        let timeout = Duration::from_secs(config.timeout_seconds);
        let client = reqwest::Client::builder()
            .timeout(timeout)
            // A redirect could leak the token and the text to another host.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent("prodouane")
            .build()?;
        Ok(Gateway { client, url: config.url.clone(), token: config.token.clone(), timeout })
    }

    /// Hands a message over to the gateway, which accepts it with any 2xx status.
    pub(super) async fn send(&self, id: SmsId, to: &str, text: &str) -> anyhow::Result<()> {
        let answer = self
            .client
            .post(self.url.clone())
            .bearer_auth(self.token.expose())
            .json(&Order { identifiant: id, destinataire: to, texte: text })
            .send()
            .await
            .map_err(reqwest::Error::without_url)
            .context("no answer from the gateway")?;
        if !answer.status().is_success() {
            bail!("the gateway answered {}", answer.status().as_u16());
        }
        Ok(())
    }

    /// Lease of a batch, whose messages are sent concurrently.
    pub(super) fn lease(&self) -> Duration {
        self.timeout * 2
    }
}
