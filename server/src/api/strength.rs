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
use platform::{Error, passwords::Passwords};
use serde::{Deserialize, Serialize};

use super::strength_rate_limit::RateLimit;
use crate::{error_page, layers::client};

const MAX_CONTEXT_WORDS: usize = 10;
const MAX_CONTEXT_CHARS: usize = 200;

#[derive(Clone)]
pub struct StrengthState {
    trusted_proxies: Arc<[IpAddr]>,
    rate_limit: Arc<RateLimit>,
    passwords: Passwords,
}

impl StrengthState {
    pub fn new(trusted_proxies: &[IpAddr], passwords: Passwords) -> Self {
        Self { trusted_proxies: trusted_proxies.into(), rate_limit: Arc::default(), passwords }
    }
}

/// Request for an estimate. No `Debug`, so that the password cannot be logged.
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
    let address = client::address(&parts, &state.trusted_proxies);
    if !state.rate_limit.allows(network(address), Instant::now()) {
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
    match request.estimate(&state.passwords).await {
        Ok(estimate) => Json(estimate).into_response(),
        Err(error) => error_page::from_error(error),
    }
}

impl EstimateRequest {
    fn is_within_limits(&self) -> bool {
        self.mot_de_passe.len() <= password::MAX_BYTES
            && self.contexte.len() <= MAX_CONTEXT_WORDS
            && self.contexte.iter().all(|word| word.len() <= MAX_CONTEXT_CHARS)
    }

    async fn estimate(self, passwords: &Passwords) -> Result<Estimate, Error> {
        let score = passwords.score(self.mot_de_passe.clone(), self.contexte.clone()).await?;
        let personal: Vec<&str> = self.contexte.iter().map(String::as_str).collect();
        let problem = password::check(&self.mot_de_passe, &personal, Some(score)).err();
        Ok(Estimate { score, conseils: problem.into_iter().map(|problem| problem.to_string()).collect() })
    }
}

/// Address that identifies the network of a client: an IPv6 client may use any address of its /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}
