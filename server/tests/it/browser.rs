//! HTTP client that sends requests like a browser. It does not follow redirects and sets cookies itself, because they
//! are `Secure` and the tests use HTTP.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Response};

use crate::program::Program;

pub struct Browser {
    client: Client,
    root: String,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn new(program: &Program) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            // A request must not be sent on a connection that the server closes as idle meanwhile.
            .pool_idle_timeout(Duration::from_secs(2))
            .build();
        Self { client: client.expect("a client"), root: program.url(""), cookie: None }
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.with_cookie(self.client.get(format!("{}{path}", self.root))).header("accept", "text/html")
    }

    /// Builds a POST as sent by a page of the portal.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.post_without_origin(path).header("sec-fetch-site", "same-origin").header("accept", "text/html")
    }

    /// Builds a POST without any header about its origin.
    pub fn post_without_origin(&self, path: &str) -> RequestBuilder {
        self.with_cookie(self.client.post(format!("{}{path}", self.root)))
    }

    pub async fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.post(path).form(fields).send().await.expect("an answer")
    }

    pub async fn execute(&self, request: reqwest::Request) -> Response {
        self.client.execute(request).await.expect("an answer")
    }

    fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }
}

/// Returns a header of a response, empty if absent.
pub fn header<'a>(headers: &'a HeaderMap<HeaderValue>, name: &'static str) -> &'a str {
    headers.get(HeaderName::from_static(name)).map_or("", |value| value.to_str().expect("plain text"))
}
