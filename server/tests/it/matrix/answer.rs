//! Outcome of a request, as observed from outside.

use backend::accounts::flash::Flash;
use domain::problem::{Failure, Problem};
use reqwest::Response;

use super::{
    candidate::Candidate,
    french_pages, injection,
    rules::{Outcome, REAUTHENTICATION},
};

/// Headers that differ between answers to identical requests.
const VARYING_HEADERS: [&str; 4] = ["date", "x-request-id", "content-length", "transfer-encoding"];

pub struct Answer {
    status: u16,
    location: String,
    headers: Vec<(String, String)>,
    body: String,
    /// Flash that a form stored for its page.
    flash: Option<Flash>,
    /// [`Self::flash`] as JSON.
    flash_text: Option<String>,
}

impl Answer {
    /// Reads a response. The body of a successful one is skipped if `is_endless`.
    pub async fn read(response: Response, is_endless: bool) -> Self {
        let status = response.status().as_u16();
        let text =
            |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers: Vec<_> =
            response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let location = headers.iter().find(|(name, _)| name == "location");
        let location = location.map(|(_, value)| value.clone()).unwrap_or_default();
        let bytes = match is_endless && response.status().is_success() {
            true => bytes::Bytes::new(),
            false => response.bytes().await.expect("a complete answer"),
        };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, location, headers, body, flash: None, flash_text: None }
    }

    pub fn with_flash(self, flash: Option<Flash>) -> Self {
        let flash_text = flash.as_ref().map(|flash| serde_json::to_string(flash).expect("JSON"));
        Self { flash, flash_text, ..self }
    }

    /// Cookies that the answer sets.
    pub fn cookies(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value.as_str())
    }

    pub fn outcome(&self, is_form: bool) -> Outcome {
        let redirected = || Outcome::Redirected(path(&self.location).to_owned());
        match self.status {
            303 if is_form => self.of_form(),
            200 => Outcome::Allowed,
            // A form that is saved while it is typed. 409: the question accepts no reply now.
            204 | 409 if is_form => Outcome::Allowed,
            301..=308 if self.location.contains("://") => Outcome::RedirectedAway,
            301..=308 => redirected(),
            403 => Outcome::MissingRight,
            404 => Outcome::NotFound,
            other => Outcome::Status(other),
        }
    }

    fn of_form(&self) -> Outcome {
        let problems = self.flash.iter().flat_map(|flash| &flash.problems).map(|found| &found.problem);
        for problem in problems {
            match problem {
                Problem::ReauthenticationRequired => return Outcome::Redirected(REAUTHENTICATION.to_owned()),
                Problem::CompanyNotYours => return Outcome::NotFound,
                Problem::Failed { failure: Failure::NotFound } => return Outcome::NotFound,
                Problem::Failed { failure: Failure::MissingRight { .. } } => return Outcome::MissingRight,
                Problem::Failed { failure: Failure::Unexpected } => return Outcome::Status(500),
                _ => {}
            }
        }
        if path(&self.location) == REAUTHENTICATION {
            Outcome::Redirected(REAUTHENTICATION.to_owned())
        } else {
            Outcome::Allowed
        }
    }

    /// The whole answer as text, without generated values, and with the identifiers of the object replaced by
    /// "(object)".
    pub fn normalized(&self, candidate: &Candidate) -> String {
        let headers = self.headers.iter().filter(|(name, _)| !VARYING_HEADERS.contains(&name.as_str()));
        let mut text = format!("{}\n", self.status);
        for (name, value) in headers {
            let value = if name == "set-cookie" { without_secret(value) } else { value.clone() };
            text.push_str(&format!("{name}: {value}\n"));
        }
        text.push_str(&self.body);
        text.push_str(self.flash_text.as_deref().unwrap_or_default());
        let mut text = without_generated(&text);
        for value in &candidate.values {
            let grouped = domain::siren::Siren::parse(value).map(|siren| siren.grouped()).unwrap_or_default();
            text = text.replace(value.as_str(), "(object)");
            if !grouped.is_empty() {
                text = text.replace(&grouped, "(object)");
            }
        }
        text
    }

    /// Lists what a browser would find in the page because of HTML in a text.
    pub fn injected(&self) -> Vec<String> {
        if self.is_page() && injection::is_worth_parsing(&self.body) {
            injection::injected(&self.body)
        } else {
            Vec::new()
        }
    }

    /// Status, to compare the pages of a route.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Lists the faults of French in the page.
    pub fn french_faults(&self) -> Vec<String> {
        if self.is_page() { french_pages::faults(&self.body) } else { Vec::new() }
    }

    /// Returns the page if the route displays one, and no error.
    pub fn displayed_page(&self) -> Option<&str> {
        (self.status == 200 && self.is_page()).then_some(self.body.as_str())
    }

    fn is_page(&self) -> bool {
        self.headers.iter().any(|(name, value)| name == "content-type" && value.starts_with("text/html"))
    }

    /// Returns `true` if the body, a header or the flash contains the word.
    pub fn contains(&self, word: &str) -> bool {
        // `memmem`, because every page is searched for hundreds of words.
        memchr::memmem::find(self.body.as_bytes(), word.as_bytes()).is_some()
            || self.headers.iter().any(|(_, value)| value.contains(word))
            || self.flash_text.as_ref().is_some_and(|text| text.contains(word))
    }
}

fn path(location: &str) -> &str {
    location.split(['?', '#']).next().unwrap_or_default()
}

/// Removes the secret: `__Host-prodouane=…; HttpOnly`.
fn without_secret(cookie: &str) -> String {
    let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
    format!("{}=…;{rest}", pair.split('=').next().unwrap_or_default())
}

/// Removes nonces and the remaining seconds of the session.
fn without_generated(text: &str) -> String {
    let mut normalized = text.to_owned();
    for (before, after) in [("'nonce-", "'"), ("nonce=\"", "\""), ("data-session-left=\"", "\"")] {
        normalized = without_between(&normalized, before, after);
    }
    normalized
}

fn without_between(text: &str, before: &str, after: &str) -> String {
    let mut parts = text.split(before);
    let mut normalized = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        normalized.push_str(before);
        normalized.push_str(part.split_once(after).map_or("", |(_, rest)| rest));
    }
    normalized
}
