//! Checks that an address of another site still leads to its page, as a browser that follows a link.

use std::time::Duration;

use reqwest::{Client, Method, Response, StatusCode, redirect::Policy};
use url::Url;

/// Time within which a site must answer, redirects included.
pub const TIMEOUT: Duration = Duration::from_secs(15);
/// Maximum number of redirects.
const REDIRECTS: usize = 10;

/// State of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    Answers,
    /// Redirects to another page.
    Moved(Url),
    /// A home page answers instead of the page: sites do so with pages that they have removed.
    HomePage(Url),
    Refused(StatusCode),
    /// No answer, with the reason.
    Silent(String),
}

impl LinkState {
    /// Returns `true` if people do not reach the page.
    pub fn is_broken(&self) -> bool {
        !matches!(self, LinkState::Answers | LinkState::Moved(_))
    }
}

/// Checks addresses. Follows redirects, unlike the client for co-owners: it sends no secret.
#[derive(Clone, Debug)]
pub struct LinkChecker(Client);

impl LinkChecker {
    /// # Errors
    /// If the TLS library cannot be set up.
    pub fn open(timeout: Duration) -> anyhow::Result<Self> {
        // Fails only if the provider is already installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(timeout)
            .redirect(Policy::limited(REDIRECTS))
            // Some sites refuse clients that do not look like a browser.
            .user_agent("Mozilla/5.0 (compatible; Prodouane)");
        Ok(Self(client.build()?))
    }

    /// Asks for the headers of the page, then for the page if the site does not answer with success.
    pub async fn check(&self, address: &Url) -> LinkState {
        match self.ask(Method::HEAD, address).await {
            Ok(answer) if answer.status().is_success() => state(address, &answer),
            _ => match self.ask(Method::GET, address).await {
                Ok(answer) => state(address, &answer),
                Err(error) => LinkState::Silent(reason(&error)),
            },
        }
    }

    async fn ask(&self, method: Method, address: &Url) -> reqwest::Result<Response> {
        self.0.request(method, address.clone()).header("accept", "text/html,*/*").send().await
    }
}

fn state(asked: &Url, answer: &Response) -> LinkState {
    let reached = answer.url();
    match answer.status() {
        status if !status.is_success() => LinkState::Refused(status),
        _ if reached == asked => LinkState::Answers,
        _ if is_home_page(reached) && !is_home_page(asked) => LinkState::HomePage(reached.clone()),
        _ => LinkState::Moved(reached.clone()),
    }
}

fn is_home_page(address: &Url) -> bool {
    address.path() == "/" && address.query().is_none()
}

/// The innermost cause, without the address, which the line names.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
