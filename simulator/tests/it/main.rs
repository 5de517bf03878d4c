//! Tests of the simulator through HTTP and SMTP, on free ports.

mod administration;
mod contract;
mod mailbox;
mod oidc;
mod pages;
mod payments;
mod proconnect;
mod push;
mod teleservices;
mod text_messages;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use simulator::{Options, Running, start};

/// A running simulator, one per test, and an HTTP client.
struct TestSimulator {
    running: Running,
    client: Client,
}

impl TestSimulator {
    async fn new() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        // Clients need a TLS provider even for plain HTTP. Fails if another test has installed it already.
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        let running = start(Options { port: 0, smtp_port: 0, ..options }).await.unwrap();
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { running, client }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.http)
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    async fn page(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.text().await.unwrap()
    }

    async fn post_json(&self, path: &str, body: &Value) -> Response {
        self.client.post(self.url(path)).json(body).send().await.unwrap()
    }

    async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.client.post(self.url(path)).form(fields).send().await.unwrap()
    }

    /// Requests an address of the contract, with the portal's token.
    async fn contract(&self, path: &str) -> Response {
        self.client.get(self.url(path)).bearer_auth("jeton-de-demonstration").send().await.unwrap()
    }

    async fn contract_json(&self, path: &str) -> Value {
        let response = self.contract(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
