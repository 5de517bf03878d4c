//! Authorization requests of téléservices (OpenID Connect Core, §3.1.2.1).

use domain::{
    destination::Destination,
    path::{self, OPENID_AUTHORIZATION},
};
use url::Url;

use super::{
    TeleserviceSettings,
    authorization_error::AuthorizationError,
    metadata::issuer,
    parameters::{Parameters, without},
    request_checks::{challenge, refuse_unsupported},
};
use platform::db::{Duration, Moment};

use crate::Portal;

/// Maximum length of a query in bytes: it is part of addresses of the sign-in pages.
const MAX_QUERY: usize = 1500;
/// Maximum length of `nonce` in bytes.
const MAX_NONCE: usize = 255;

/// Parameter added by the portal when a request needs a re-authentication: its earliest accepted time, in microseconds.
const REAUTHENTICATION_SINCE: &str = "prouve_depuis";

/// Valid request.
pub(super) struct AuthorizationRequest {
    pub client: Destination,
    pub redirect_uri: String,
    pub state: Option<String>,
    pub nonce: Option<String>,
    /// PKCE, S256.
    pub challenge: String,
    /// `prompt=none`: no page may be shown, an error is returned instead.
    pub prompt_none: bool,
    /// `prompt=login`: the person must authenticate again.
    prompt_login: bool,
    /// Maximum age of the last authentication, in seconds.
    max_age: Option<u64>,
    reauthentication_since: Option<Moment>,
    query: String,
}

/// Refusal of a request.
pub(super) enum RequestError {
    /// Unknown client, or an address that is not registered for it: must not be redirected.
    Invalid,
    /// Redirect address with the error.
    Redirect(String),
}

/// Parses a request: first client and redirect address, which must equal a registered one, then the rest.
pub(super) fn read(portal: &Portal, query: &str) -> Result<AuthorizationRequest, RequestError> {
    let parameters = Parameters::read(query.as_bytes()).map_err(|_| RequestError::Invalid)?;
    let client = parameters.get("client_id").and_then(|id| portal.config.teleservices.client(id));
    let (client, settings) = client.ok_or(RequestError::Invalid)?;
    let redirect_uri = registered_redirect_uri(settings, &parameters).ok_or(RequestError::Invalid)?;
    let text = |name: &str| parameters.get(name).map(str::to_owned);
    let mut request = AuthorizationRequest {
        client,
        redirect_uri,
        state: text("state"),
        nonce: text("nonce"),
        challenge: String::new(),
        prompt_none: false,
        prompt_login: false,
        max_age: None,
        reauthentication_since: None,
        query: query.to_owned(),
    };
    match request.read_rest(&parameters) {
        Ok(()) => Ok(request),
        Err(error) => Err(RequestError::Redirect(request.error_redirect(portal, error))),
    }
}

fn registered_redirect_uri(settings: &TeleserviceSettings, parameters: &Parameters) -> Option<String> {
    let requested = parameters.get("redirect_uri")?;
    settings.redirect_uris.iter().find(|registered| *registered == requested).cloned()
}

impl AuthorizationRequest {
    fn read_rest(&mut self, parameters: &Parameters) -> Result<(), AuthorizationError> {
        if self.query.len() > MAX_QUERY || self.nonce.as_ref().is_some_and(|nonce| nonce.len() > MAX_NONCE) {
            return Err(AuthorizationError::InvalidRequest("the request is too long"));
        }
        refuse_unsupported(parameters)?;
        match parameters.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(AuthorizationError::UnsupportedResponseType),
            None => return Err(AuthorizationError::InvalidRequest("response_type is required")),
        }
        if parameters.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err(AuthorizationError::InvalidRequest("response_mode is query"));
        }
        if !parameters.get("scope").unwrap_or_default().split(' ').any(|scope| scope == "openid") {
            return Err(AuthorizationError::InvalidScope);
        }
        self.challenge = challenge(parameters)?;
        self.read_freshness(parameters)
    }

    fn read_freshness(&mut self, parameters: &Parameters) -> Result<(), AuthorizationError> {
        let prompts: Vec<&str> = parameters.get("prompt").unwrap_or_default().split(' ').collect();
        self.prompt_none = prompts.contains(&"none");
        if self.prompt_none && prompts.len() > 1 {
            return Err(AuthorizationError::InvalidRequest("prompt is none, and something else"));
        }
        self.prompt_login = prompts.contains(&"login");
        if let Some(text) = parameters.get("max_age") {
            let invalid = |_| AuthorizationError::InvalidRequest("max_age is no number of seconds");
            self.max_age = Some(text.parse().map_err(invalid)?);
        }
        let since = parameters.get(REAUTHENTICATION_SINCE).and_then(|text| text.parse().ok());
        self.reauthentication_since = since.map(Moment::from_micros);
        Ok(())
    }

    /// Earliest time of an accepted authentication; `None` if any is accepted.
    pub fn required_authentication(&self, now: Moment) -> Option<Moment> {
        // A request that returns from the re-authentication page carries the earliest accepted time, so that
        // re-authentication is not required twice.
        let login =
            self.prompt_login.then(|| self.reauthentication_since.map_or(now, |since| since.min(now)));
        let not_older = self.max_age.map(|seconds| now - Duration::from_secs(seconds));
        login.into_iter().chain(not_older).max()
    }

    /// Address of the request, for a page of the portal that leads back to it; `since`: a re-authentication is
    /// required.
    pub fn address(&self, since: Option<Moment>) -> String {
        let query = without(&self.query, REAUTHENTICATION_SINCE);
        let since = since.map(|at| format!("&{REAUTHENTICATION_SINCE}={}", at.micros())).unwrap_or_default();
        format!("{OPENID_AUTHORIZATION}?{query}{since}")
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    /// Redirect address with an error.
    pub fn error_redirect(&self, portal: &Portal, error: AuthorizationError) -> String {
        let (error, description) = error.parameters();
        self.redirect(portal, &[("error", error), ("error_description", description)])
    }

    /// Redirect address with these parameters, the issuer (RFC 9207) and the state.
    pub fn redirect(&self, portal: &Portal, values: &[(&str, &str)]) -> String {
        let Ok(mut address) = Url::parse(&self.redirect_uri) else { return portal.link(path::HOME) };
        {
            let mut pairs = address.query_pairs_mut();
            pairs.extend_pairs(values).append_pair("iss", &issuer(portal));
            if let Some(state) = &self.state {
                pairs.append_pair("state", state);
            }
        }
        address.into()
    }
}

/// Earliest time of the re-authentication that a return path requires; `None` if it is no such authorization request.
pub fn reauthentication_since(return_path: &str) -> Option<Moment> {
    let (path, query) = return_path.split_once('?')?;
    let parameters =
        (path == OPENID_AUTHORIZATION).then(|| Parameters::read(query.as_bytes()).ok()).flatten()?;
    parameters.get(REAUTHENTICATION_SINCE)?.parse().ok().map(Moment::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_authorization_requests_require_a_reauthentication() {
        assert_eq!(
            reauthentication_since("/openid/autorisation?a=b&prouve_depuis=12"),
            Some(Moment::from_micros(12))
        );
        for path in ["/openid/autorisation?a=b", "/profil?prouve_depuis=12", "/openid/autorisation"] {
            assert_eq!(reauthentication_since(path), None, "{path}");
        }
    }
}
