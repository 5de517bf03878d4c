//! What comes of one request, looked at from outside.

use app::page::Failure;
use backend::flash::Flash;
use domain::problem::Problem;
use domain::rights::{Denial, Reason};
use reqwest::Response;

use super::objects::Candidate;
use super::rules::{Outcome, PROOF};

/// Headers that differ from one answer to the next, whatever is asked.
const DRAWN: [&str; 4] = ["date", "x-request-id", "content-length", "transfer-encoding"];

pub struct Answer {
    status: u16,
    location: String,
    headers: Vec<(String, String)>,
    body: String,
    /// What a form left for its page.
    flash: Option<Flash>,
    /// The same as text.
    kept: Option<String>,
}

impl Answer {
    /// `to_its_end`: an answer without end is read no further than its head.
    pub async fn read(response: Response, to_its_end: bool) -> Self {
        let status = response.status().as_u16();
        let text =
            |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers: Vec<_> =
            response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let location = headers.iter().find(|(name, _)| name == "location");
        let location = location.map(|(_, value)| value.clone()).unwrap_or_default();
        let bytes = match to_its_end || !response.status().is_success() {
            true => response.bytes().await.expect("a whole answer"),
            false => bytes::Bytes::new(),
        };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, location, headers, body, flash: None, kept: None }
    }

    pub fn with_flash(self, flash: Option<Flash>) -> Self {
        let kept = flash.as_ref().map(|flash| serde_json::to_string(flash).expect("JSON"));
        Self { flash, kept, ..self }
    }

    /// Cookies that the answer sets.
    pub fn cookies(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value.as_str())
    }

    pub fn outcome(&self, is_form: bool) -> Outcome {
        let led = || Outcome::Led(path(&self.location).to_owned());
        match self.status {
            303 if is_form => self.of_form(),
            200 => Outcome::Served,
            301..=308 if self.location.contains("://") => Outcome::Away,
            301..=308 => led(),
            403 => Outcome::Explained,
            404 => Outcome::Missing,
            other => Outcome::Status(other),
        }
    }

    fn of_form(&self) -> Outcome {
        let problems = self.flash.iter().flat_map(|flash| &flash.problems).map(|found| &found.problem);
        for problem in problems {
            match problem {
                Problem::ProofNeeded => return Outcome::Led(PROOF.to_owned()),
                Problem::CompanyNotYours => return Outcome::Missing,
                Problem::Stated { sentence } if *sentence == said_of(backend::Error::NotFound) => {
                    return Outcome::Missing;
                }
                Problem::Stated { sentence } if sentence.starts_with(explained_title()) => {
                    return Outcome::Explained;
                }
                Problem::Stated { sentence } if sentence.starts_with(unexpected_title()) => {
                    return Outcome::Status(500);
                }
                _ => {}
            }
        }
        if path(&self.location) == PROOF { Outcome::Led(PROOF.to_owned()) } else { Outcome::Served }
    }

    /// Every byte of it, without what is drawn for each answer, and with what was asked for under one name.
    pub fn plain(&self, candidate: &Candidate) -> String {
        let headers = self.headers.iter().filter(|(name, _)| !DRAWN.contains(&name.as_str()));
        let mut text = format!("{}\n", self.status);
        for (name, value) in headers {
            let value = if name == "set-cookie" { without_secret(value) } else { value.clone() };
            text.push_str(&format!("{name}: {value}\n"));
        }
        text.push_str(&self.body);
        text.push_str(self.kept.as_deref().unwrap_or_default());
        let mut text = without_drawn(&text);
        for value in &candidate.values {
            let grouped = domain::siren::Siren::parse(value).map(|siren| siren.grouped()).unwrap_or_default();
            text = text.replace(value.as_str(), "(object)");
            if !grouped.is_empty() {
                text = text.replace(&grouped, "(object)");
            }
        }
        text
    }

    /// In its body, in a header, or in what waits for the next page.
    pub fn holds(&self, word: &str) -> bool {
        // Every page is searched for hundreds of words.
        memchr::memmem::find(self.body.as_bytes(), word.as_bytes()).is_some()
            || self.headers.iter().any(|(_, value)| value.contains(word))
            || self.kept.as_ref().is_some_and(|kept| kept.contains(word))
    }
}

fn path(location: &str) -> &str {
    location.split(['?', '#']).next().unwrap_or_default()
}

/// `__Host-prodouane=…; HttpOnly`
fn without_secret(cookie: &str) -> String {
    let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
    format!("{}=…;{rest}", pair.split('=').next().unwrap_or_default())
}

/// Nonces, and the seconds that the session lasts still.
fn without_drawn(text: &str) -> String {
    let mut plain = text.to_owned();
    for (before, after) in [("'nonce-", "'"), ("nonce=\"", "\""), ("data-session-left=\"", "\"")] {
        plain = without_between(&plain, before, after);
    }
    plain
}

fn without_between(text: &str, before: &str, after: &str) -> String {
    let mut parts = text.split(before);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(before);
        plain.push_str(part.split_once(after).map_or("", |(_, rest)| rest));
    }
    plain
}

/// As a form tells an error that concerns the whole of it.
fn said_of(error: backend::Error) -> String {
    let failure = Failure::of(error);
    format!("{}. {}", failure.title, failure.text)
}

fn explained_title() -> &'static str {
    let denial = Denial { reason: Reason::NoCompany, hidden: false };
    Failure::of(backend::Error::Refused(denial)).title
}

fn unexpected_title() -> &'static str {
    "Une erreur est survenue"
}
