use std::time::Duration;

use anyhow::{Context, bail};
use serde::Serialize;
use url::Url;
use uuid::Uuid;

use crate::{config::SmsConfig, secret::Secret};

/// The way to the gateway. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gateway {
    client: reqwest::Client,
    url: Url,
    token: Secret,
    timeout: Duration,
}

/// What the gateway is sent. The same identifier again is the same message: it is sent to the telephone once.
#[derive(Serialize)]
struct Order<'a> {
    identifiant: Uuid,
    /// E.164: `+33612345678`.
    destinataire: &'a str,
    texte: &'a str,
}

impl Gateway {
    pub fn open(config: &SmsConfig) -> anyhow::Result<Gateway> {
        let timeout = Duration::from_secs(config.timeout_seconds);
        let client = reqwest::Client::builder()
            .timeout(timeout)
            // A redirect could lead the token and the code elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent("prodouane")
            .build()?;
        Ok(Gateway { client, url: config.url.clone(), token: config.token.clone(), timeout })
    }

    /// Any 2xx is the gateway's word that it has the message.
    pub(super) async fn send(&self, id: Uuid, to: &str, text: &str) -> anyhow::Result<()> {
        let answer = self
            .client
            .post(self.url.clone())
            .bearer_auth(self.token.expose())
            .json(&Order { identifiant: id, destinataire: to, texte: text })
            .send()
            .await
            .map_err(reqwest::Error::without_url)
            .context("the gateway does not answer")?;
        if !answer.status().is_success() {
            bail!("the gateway answered {}", answer.status().as_u16());
        }
        Ok(())
    }

    /// The lease of a batch outlasts the deliveries, which run side by side.
    pub(super) fn lease(&self) -> Duration {
        self.timeout * 2
    }
}
