//! The simulator, a program of its own, spoken to over HTTP.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

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

    /// Who came into the téléservices, in that order.
    pub async fn visitors(&self) -> Vec<Value> {
        let address = format!("{}/administration/api/teleservices", self.http);
        let answer = self.client.get(address).send().await.expect("an answer");
        answer.json().await.expect("a list")
    }

    /// Customs' whole site, téléservices included, answers 503.
    pub async fn set_down(&self, down: bool) {
        let address = format!("{}/administration/api/panne", self.http);
        let body = json!({ "co_owner": "dgddi", "en_panne": down });
        let answer = self.client.post(address).json(&body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{}", answer.status());
    }
}

/// The program stands beside the tests' own: `target/debug/simulator` for `target/debug/deps/it-…`.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own program");
    let folder = test.ancestors().nth(2).expect("a target folder");
    let program = folder.join(format!("simulator{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is missing: run `cargo build -p simulator` first", program.display());
    program
}
