//! « How strong is this password? », asked while it is being typed. The form itself decides again when it is sent.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use backend::passwords;
use domain::password;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::strength_rate::Rate;
use crate::error_page;
use crate::layers::client;

const MAX_CONTEXT_WORDS: usize = 10;
const MAX_CONTEXT_CHARS: usize = 200;
/// An estimate takes a processor for a moment.
const AT_ONCE: usize = 2;

#[derive(Clone)]
pub struct Strength {
    trusted_proxies: Arc<[IpAddr]>,
    rate: Arc<Rate>,
    places: Arc<Semaphore>,
}

impl Strength {
    pub fn new(trusted_proxies: &[IpAddr]) -> Self {
        Self {
            trusted_proxies: trusted_proxies.into(),
            rate: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// Never logged, never in a trace: no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    mot_de_passe: String,
    /// What the person is called: guesses start from it.
    #[serde(default)]
    contexte: Vec<String>,
}

#[derive(Serialize)]
struct Estimate {
    /// zxcvbn's, 0 (worst) to 4.
    score: u8,
    conseils: Vec<String>,
}

pub async fn answer(State(strength): State<Strength>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let client = client::of(&parts, &strength.trusted_proxies);
    if !strength.rate.allows(network(client.address), Instant::now()) {
        return error_page::bare(StatusCode::TOO_MANY_REQUESTS);
    }
    let question = match Json::<Question>::from_request(Request::from_parts(parts, body), &()).await {
        Ok(Json(question)) if question.is_bounded() => question,
        Ok(_) => return error_page::bare(StatusCode::BAD_REQUEST),
        Err(JsonRejection::MissingJsonContentType(_)) => {
            return error_page::bare(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        Err(JsonRejection::BytesRejection(refused)) => return error_page::bare(refused.status()),
        Err(_) => return error_page::bare(StatusCode::BAD_REQUEST),
    };
    let Ok(_place) = strength.places.acquire().await else {
        return error_page::bare(StatusCode::SERVICE_UNAVAILABLE);
    };
    match tokio::task::spawn_blocking(move || question.estimate()).await {
        Ok(estimate) => Json(estimate).into_response(),
        Err(_) => error_page::bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

impl Question {
    fn is_bounded(&self) -> bool {
        self.mot_de_passe.len() <= password::MAX_BYTES
            && self.contexte.len() <= MAX_CONTEXT_WORDS
            && self.contexte.iter().all(|word| word.len() <= MAX_CONTEXT_CHARS)
    }

    fn estimate(self) -> Estimate {
        let personal: Vec<&str> = self.contexte.iter().map(String::as_str).collect();
        let score = passwords::score(&self.mot_de_passe, &personal);
        let problem = password::check(&self.mot_de_passe, &personal, Some(score)).err();
        Estimate { score, conseils: problem.into_iter().map(|problem| problem.to_string()).collect() }
    }
}

/// One network asks as one: an IPv6 client may choose among a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}
