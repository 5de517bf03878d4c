//! Estimate of the strength of a password while it is typed. The form checks the password again when it is sent.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::password;
use platform::passwords;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::strength_rate_limit::RateLimit;
use crate::{error_page, layers::client};

const MAX_CONTEXT_WORDS: usize = 10;
const MAX_CONTEXT_CHARS: usize = 200;
/// Limit of concurrent estimates, because each occupies a processor core.
const MAX_CONCURRENT: usize = 2;

#[derive(Clone)]
pub struct StrengthState {
    trusted_proxies: Arc<[IpAddr]>,
    rate_limit: Arc<RateLimit>,
    permits: Arc<Semaphore>,
}

impl StrengthState {
    pub fn new(trusted_proxies: &[IpAddr]) -> Self {
        Self {
            trusted_proxies: trusted_proxies.into(),
            rate_limit: Arc::default(),
            permits: Arc::new(Semaphore::new(MAX_CONCURRENT)),
        }
    }
}

/// No `Debug`, so that the password cannot be logged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EstimateRequest {
    mot_de_passe: String,
    /// Personal words, such as the name, which make a password easier to guess.
    #[serde(default)]
    contexte: Vec<String>,
}

#[derive(Serialize)]
struct Estimate {
    /// Score of zxcvbn, from 0 (worst) to 4.
    score: u8,
    conseils: Vec<String>,
}

/// `POST /api/v1/mot-de-passe/force`.
pub async fn estimate(State(state): State<StrengthState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let client = client::identify(&parts, &state.trusted_proxies);
    if !state.rate_limit.allows(network(client.address), Instant::now()) {
        return error_page::status(StatusCode::TOO_MANY_REQUESTS);
    }
    let request = match Json::<EstimateRequest>::from_request(Request::from_parts(parts, body), &()).await {
        Ok(Json(request)) if request.is_within_limits() => request,
        Ok(_) => return error_page::status(StatusCode::BAD_REQUEST),
        Err(JsonRejection::MissingJsonContentType(_)) => {
            return error_page::status(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        Err(JsonRejection::BytesRejection(rejection)) => return error_page::status(rejection.status()),
        Err(_) => return error_page::status(StatusCode::BAD_REQUEST),
    };
    let Ok(_permit) = state.permits.acquire().await else {
        return error_page::status(StatusCode::SERVICE_UNAVAILABLE);
    };
    match tokio::task::spawn_blocking(move || request.estimate()).await {
        Ok(estimate) => Json(estimate).into_response(),
        Err(_) => error_page::status(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

impl EstimateRequest {
    fn is_within_limits(&self) -> bool {
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

/// Address that identifies the network of a client: an IPv6 client may use any address of its /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}
