//! HTTP exchanges: bounded in time and size, without redirects and cookies.

use std::{pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use super::Settings;
use crate::http_body::{BodyError, read_body};

/// Maximum length of an answer, in bytes: 500 companies with ten establishments and their rights take about 4 MB.
pub(super) const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// Reason why a co-owner gave no usable answer. Never shown; logged.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The co-owner does not know the account or the company (404 of its contract).
    #[error("unknown at the co-owner")]
    Unknown,
    #[error("no answer in time")]
    TimedOut,
    #[error("not reachable")]
    Unreachable(#[source] reqwest::Error),
    #[error("answered with status {0}")]
    Status(u16),
    #[error("answer longer than {MAX_ANSWER_BYTES} bytes")]
    TooLong,
    #[error("unreadable answer: {0}")]
    Unreadable(String),
    #[error("not configured")]
    NotConfigured,
    /// Not called, because a recent call timed out.
    #[error("not called after a recent timeout")]
    Paused,
}

/// Client for calls to other servers. Pools connections and stores no cookies.
pub fn client(settings: &Settings) -> anyhow::Result<reqwest::Client> {
    // Fails only if the provider is already installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder()
        .connect_timeout(Duration::from_millis(settings.connect_timeout_ms))
        .timeout(Duration::from_millis(settings.answer_timeout_ms))
        // A redirect could leak the bearer token or the authorization code to another host.
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .user_agent("prodouane")
        .build()?)
}

/// Sends a request and reads the whole answer, up to [`MAX_ANSWER_BYTES`]; any status counts as an answer.
pub(super) async fn exchange(
    client: &reqwest::Client,
    request: reqwest::Request,
) -> Result<(reqwest::StatusCode, reqwest::header::HeaderMap, Vec<u8>), Failure> {
    let mut answer = client.execute(request).await.map_err(failure)?;
    let body = read_body(&mut answer, MAX_ANSWER_BYTES).await.map_err(|error| match error {
        BodyError::TooLong(_) => Failure::TooLong,
        BodyError::Interrupted(error) => failure(error),
    })?;
    Ok((answer.status(), std::mem::take(answer.headers_mut()), body))
}

fn failure(error: reqwest::Error) -> Failure {
    // Removed from the log: the address may hold an account's identifier.
    let error = error.without_url();
    if error.is_timeout() { Failure::TimedOut } else { Failure::Unreachable(error) }
}

/// HTTP client of `openidconnect`, with the same limits.
pub struct OpenIdHttp<'a>(pub &'a reqwest::Client);

impl<'c> AsyncHttpClient<'c> for OpenIdHttp<'_> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Failure>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(failure)?;
            let (status, headers, body) = exchange(self.0, request).await?;
            let mut response = HttpResponse::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}
