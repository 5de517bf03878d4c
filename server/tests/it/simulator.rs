//! The co-owners' simulator, a program of its own.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::program::Installation;

/// An establishment of its customs world.
pub const DEMO_SIRET: &str = "00010101400017";

pub struct Simulator {
    _program: Child,
    pub http: String,
    client: reqwest::Client,
}

impl Simulator {
    /// Knows one portal, there or not.
    pub async fn start(portal: &str) -> Self {
        let mut program = Command::new(program())
            .args(["--port", "0", "--smtp-port", "0", "--portal", portal])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the simulator starts");
        let stdout = program.stdout.take().expect("its output");
        let ready = BufReader::new(stdout).lines().next_line().await.expect("readable").expect("a line");
        let ready: Value = serde_json::from_str(&ready).expect("addresses");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { _program: program, http: ready["http"].as_str().expect("an address").to_owned(), client }
    }

    pub async fn administer(&self, method: reqwest::Method, path: &str, body: &Value) {
        let address = format!("{}/administration/api/{path}", self.http);
        let answer = self.client.request(method, address).json(body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }
}

impl Simulator {
    /// Who came into the téléservices from a portal, in that order.
    pub async fn visitors(&self) -> Vec<Value> {
        let address = format!("{}/administration/api/teleservices", self.http);
        let answer = self.client.get(address).send().await.expect("an answer");
        answer.json().await.expect("a list")
    }

    /// Customs' whole site, téléservices included, answers 503.
    pub async fn set_down(&self, down: bool) {
        let body = json!({ "co_owner": "dgddi", "en_panne": down });
        self.administer(reqwest::Method::POST, "panne", &body).await;
    }

    /// A portal on which customs is this simulator, pushes included.
    pub fn known_to(&self, installation: Installation) -> Installation {
        installation
            .with("PRODOUANE__PARTNERS__DGDDI__BASE_URL", &format!("{}/dgddi", self.http))
            .with("PRODOUANE__PARTNERS__DGDDI__CLIENT_SECRET", "secret-de-demonstration")
            .with("PRODOUANE__PARTNERS__DGDDI__API_TOKEN", "jeton-de-demonstration")
            .with("PRODOUANE__PARTNERS__DGDDI__PUSH_SECRET", "secret-de-signature-de-demonstration-dgddi")
    }
}

/// `target/debug/simulator` for `target/debug/deps/it-…`.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own program");
    test.ancestors().nth(2).expect("a target folder").join("simulator")
}
