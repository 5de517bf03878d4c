//! What a téléservice asks with the browser (OpenID Connect Core, §3.1.2.1).

use domain::rights::Teleservice;
use url::Url;

use super::{
    TeleserviceSettings,
    parameters::{Parameters, without},
};
use crate::{Portal, db::Moment};

/// Longest request, in bytes of its query: it travels through the sign-in pages and back.
const MAX_QUERY: usize = 1500;
/// Longest value that is kept, in bytes: `nonce`.
const MAX_KEPT: usize = 255;

/// The portal's own parameter in a request that comes back from a proof: since when it is to be.
const PROVED_SINCE: &str = "prouve_depuis";

/// Where téléservices send people.
pub const AUTHORIZATION: &str = "/openid/autorisation";

/// A request that can be answered at its redirect address.
pub(super) struct AuthorizationRequest {
    pub teleservice: Teleservice,
    pub redirect_uri: String,
    pub state: Option<String>,
    pub nonce: Option<String>,
    pub challenge: String,
    /// Nothing may be shown: an error is answered instead.
    pub silent: bool,
    /// The person is to prove who they are now, whatever they proved before.
    sign_in_again: bool,
    /// Longest time since they did, in seconds.
    max_age: Option<u64>,
    proved_since: Option<Moment>,
    query: String,
}

pub(super) enum Misuse {
    /// No client, or not its address: nobody is sent anywhere.
    Unusable,
    /// Told at the redirect address.
    Told(String),
}

/// The errors of the authorization endpoint that are told at the redirect address.
#[derive(Clone, Copy)]
pub(super) enum Told {
    InvalidRequest(&'static str),
    UnsupportedResponseType,
    InvalidScope,
    RequestNotSupported,
    RequestUriNotSupported,
    RegistrationNotSupported,
    LoginRequired,
    InteractionRequired,
    AccessDenied,
}

impl Told {
    fn code(self) -> (&'static str, &'static str) {
        match self {
            Told::InvalidRequest(text) => ("invalid_request", text),
            Told::UnsupportedResponseType => ("unsupported_response_type", "only code"),
            Told::InvalidScope => ("invalid_scope", "openid is required"),
            Told::RequestNotSupported => ("request_not_supported", "request objects are not read"),
            Told::RequestUriNotSupported => ("request_uri_not_supported", "request objects are not fetched"),
            Told::RegistrationNotSupported => {
                ("registration_not_supported", "clients are registered by hand")
            }
            Told::LoginRequired => ("login_required", "nobody is signed in, or for too long"),
            Told::InteractionRequired => ("interaction_required", "no company is chosen"),
            Told::AccessDenied => ("access_denied", "no right on this téléservice for the chosen company"),
        }
    }
}

/// Reads a request: first who asks and where to answer, to the letter; then the rest.
pub(super) fn read(portal: &Portal, query: &str) -> Result<AuthorizationRequest, Misuse> {
    let parameters = Parameters::read(query.as_bytes()).map_err(|_| Misuse::Unusable)?;
    let client = parameters.get("client_id").and_then(|id| portal.config.teleservices.client(id));
    let (teleservice, settings) = client.ok_or(Misuse::Unusable)?;
    let redirect_uri = registered(settings, &parameters).ok_or(Misuse::Unusable)?;
    let text = |name: &str| parameters.get(name).map(str::to_owned);
    let mut request = AuthorizationRequest {
        teleservice,
        redirect_uri,
        state: text("state"),
        nonce: text("nonce"),
        challenge: String::new(),
        silent: false,
        sign_in_again: false,
        max_age: None,
        proved_since: None,
        query: query.to_owned(),
    };
    match request.read_rest(&parameters) {
        Ok(()) => Ok(request),
        Err(told) => Err(Misuse::Told(request.refused(portal, told))),
    }
}

fn registered(settings: &TeleserviceSettings, parameters: &Parameters) -> Option<String> {
    let asked = parameters.get("redirect_uri")?;
    settings.redirect_uris.iter().find(|known| *known == asked).cloned()
}

impl AuthorizationRequest {
    fn read_rest(&mut self, parameters: &Parameters) -> Result<(), Told> {
        if self.query.len() > MAX_QUERY || self.nonce.as_ref().is_some_and(|nonce| nonce.len() > MAX_KEPT) {
            return Err(Told::InvalidRequest("the request is too long"));
        }
        for (name, told) in [
            ("request", Told::RequestNotSupported),
            ("request_uri", Told::RequestUriNotSupported),
            ("registration", Told::RegistrationNotSupported),
        ] {
            if parameters.get(name).is_some() {
                return Err(told);
            }
        }
        match parameters.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(Told::UnsupportedResponseType),
            None => return Err(Told::InvalidRequest("response_type is required")),
        }
        if parameters.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err(Told::InvalidRequest("response_mode is query"));
        }
        if !parameters.get("scope").unwrap_or_default().split(' ').any(|scope| scope == "openid") {
            return Err(Told::InvalidScope);
        }
        self.challenge = challenge(parameters)?;
        self.read_freshness(parameters)
    }

    fn read_freshness(&mut self, parameters: &Parameters) -> Result<(), Told> {
        let prompts: Vec<&str> = parameters.get("prompt").unwrap_or_default().split(' ').collect();
        self.silent = prompts.contains(&"none");
        if self.silent && prompts.len() > 1 {
            return Err(Told::InvalidRequest("prompt is none, and something else"));
        }
        self.sign_in_again = prompts.contains(&"login");
        if let Some(text) = parameters.get("max_age") {
            let seconds =
                text.parse().map_err(|_| Told::InvalidRequest("max_age is no number of seconds"))?;
            self.max_age = Some(seconds);
        }
        let since = parameters.get(PROVED_SINCE).and_then(|text| text.parse().ok());
        self.proved_since = since.map(Moment::from_micros);
        Ok(())
    }

    /// Since when the person must have proved who they are; `None`: whenever it was.
    pub fn wanted_proof(&self, now: Moment) -> Option<Moment> {
        // A page that brings the person back may have asked already: not twice for one request.
        let again = self.sign_in_again.then(|| self.proved_since.map_or(now, |since| since.min(now)));
        let not_older = self.max_age.map(|seconds| now - std::time::Duration::from_secs(seconds));
        again.into_iter().chain(not_older).max()
    }

    /// The request's own address, for a page of the portal that brings the person back; `since`: a proof is asked for.
    pub fn address(&self, since: Option<Moment>) -> String {
        let query = without(&self.query, PROVED_SINCE);
        let since = since.map(|at| format!("&{PROVED_SINCE}={}", at.micros())).unwrap_or_default();
        format!("{AUTHORIZATION}?{query}{since}")
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    pub fn refused(&self, portal: &Portal, told: Told) -> String {
        let (error, description) = told.code();
        self.answer(portal, &[("error", error), ("error_description", description)])
    }

    /// The redirect address with these values, who says them (RFC 9207) and the state.
    pub fn answer(&self, portal: &Portal, values: &[(&str, &str)]) -> String {
        let Ok(mut address) = Url::parse(&self.redirect_uri) else { return portal.link("/") };
        {
            let mut pairs = address.query_pairs_mut();
            pairs.extend_pairs(values).append_pair("iss", &super::issuer(portal));
            if let Some(state) = &self.state {
                pairs.append_pair("state", state);
            }
        }
        address.into()
    }
}

/// S256 only: a plain challenge would let whoever reads the request use the code (RFC 9700, §2.1.1).
fn challenge(parameters: &Parameters) -> Result<String, Told> {
    let challenge = parameters.get("code_challenge");
    let challenge = challenge.ok_or(Told::InvalidRequest("code_challenge is required"))?;
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(Told::InvalidRequest("code_challenge_method is S256"));
    }
    let plausible = challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plausible {
        Ok(challenge.to_owned())
    } else {
        Err(Told::InvalidRequest("code_challenge is no SHA-256"))
    }
}

/// Since when a person whom a request brings to the page of proofs must have given one; `None`: no request does.
pub fn proof_wanted(page: &str) -> Option<Moment> {
    let (path, query) = page.split_once('?')?;
    let parameters = (path == AUTHORIZATION).then(|| Parameters::read(query.as_bytes()).ok()).flatten()?;
    parameters.get(PROVED_SINCE)?.parse().ok().map(Moment::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_request_that_asks_for_a_proof_does() {
        assert_eq!(proof_wanted("/openid/autorisation?a=b&prouve_depuis=12"), Some(Moment::from_micros(12)));
        for page in ["/openid/autorisation?a=b", "/profil?prouve_depuis=12", "/openid/autorisation"] {
            assert_eq!(proof_wanted(page), None, "{page}");
        }
    }
}
