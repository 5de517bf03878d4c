//! Runs the simulator, the program that acts as the co-owners.

use std::path::PathBuf;
use std::process::Stdio;

use reqwest::redirect::Policy;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::program::Installation;

/// An establishment in the simulator's data of customs.
pub const DEMO_SIRET: &str = "00010101400017";

pub struct Simulator {
    _process: Child,
    pub http: String,
    client: reqwest::Client,
}

impl Simulator {
    /// Starts the simulator for the portal at this URL, which may start later.
    pub async fn start(portal: &str) -> Self {
        Self::start_with(portal, &[]).await
    }

    /// Like [`Self::start`], with more options.
    pub async fn start_with(portal: &str, options: &[&str]) -> Self {
        let mut process = Command::new(program())
            .args(["--port", "0", "--smtp-port", "0", "--portal", portal])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the simulator starts");
        let stdout = process.stdout.take().expect("its output");
        let ready = BufReader::new(stdout).lines().next_line().await.expect("readable").expect("a line");
        let ready: Value = serde_json::from_str(&ready).expect("addresses");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
        Self { _process: process, http: ready["http"].as_str().expect("an address").to_owned(), client }
    }

    /// Sends a request to the administration API.
    pub async fn administer(&self, method: reqwest::Method, path: &str, body: &Value) {
        let address = format!("{}/administration/api/{path}", self.http);
        let answer = self.client.request(method, address).json(body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// Returns the sign-ins at the téléservices, oldest first.
    pub async fn sign_ins(&self) -> Vec<Value> {
        let address = format!("{}/administration/api/teleservices", self.http);
        let answer = self.client.get(address).send().await.expect("an answer");
        answer.json().await.expect("a list")
    }

    /// Makes the whole site of customs, téléservices included, respond with 503.
    pub async fn set_down(&self, down: bool) {
        let body = json!({ "co_owner": "dgddi", "en_panne": down });
        self.administer(reqwest::Method::POST, "panne", &body).await;
    }

    /// Pays on the page where a card is entered. Returns the payment, whose page of the portal the answer redirects to.
    pub async fn pay_by_card(&self, address: &str, card: &str, code: &str) -> Uuid {
        let entered = format!("{address}/carte");
        self.client.post(entered).form(&[("numero", card)]).send().await.expect("an answer");
        let authentication = format!("{address}/authentification");
        let paid = self.client.post(authentication).form(&[("code", code)]).send().await.expect("an answer");
        let back = paid.headers().get("location").expect("a redirect").to_str().expect("an address");
        back.rsplit('/').next().and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("back to {back}"))
    }

    /// Configures this simulator as customs in an installation, with pushed events.
    pub fn configure(&self, installation: Installation) -> Installation {
        installation
            .with("PRODOUANE__CO_OWNERS__DGDDI__BASE_URL", &format!("{}/dgddi", self.http))
            .with("PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET", "secret-de-demonstration")
            .with("PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN", "jeton-de-demonstration")
            .with("PRODOUANE__CO_OWNERS__DGDDI__PUSH_SECRET", "secret-de-signature-de-demonstration-dgddi")
    }
}

/// Path of the simulator: `target/debug/simulator` for the test binary `target/debug/deps/it-…`.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own program");
    test.ancestors().nth(2).expect("a target folder").join("simulator")
}
