//! Authorization requests.

use crate::co_owner::CoOwner;
use crate::site::Site;

use super::parameters::Parameters;

/// A valid authorization request.
#[derive(Debug)]
pub struct AuthorizationRequest {
    pub redirect_uri: String,
    pub state: String,
    pub nonce: String,
    /// PKCE code challenge: SHA-256 of the verifier, in base64url.
    pub challenge: String,
    pub prompt: Prompt,
    /// Level of authentication to grant: the highest supported level that is requested.
    pub acr: &'static str,
    /// Maximum age of an accepted sign-in, in seconds.
    pub max_age: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Show the form unless the browser is signed in.
    WhenNeeded,
    /// Always show the form.
    Login,
    /// Never show the form.
    None,
}

/// Error of an authorization request, and where to report it.
#[derive(Debug)]
pub enum Refusal {
    /// Reported on a page, since the client or its redirect address is unknown.
    Page(String),
    /// Reported to the portal.
    Redirect { redirect_uri: String, state: Option<String>, error: &'static str, description: String },
}

impl AuthorizationRequest {
    pub fn parse(site: &Site, query: &str) -> Result<Self, Refusal> {
        let parameters = Parameters::parse(query.as_bytes()).map_err(|name| {
            Refusal::Page(format!("Le paramètre «\u{a0}{name}\u{a0}» est donné deux fois."))
        })?;
        let redirect_uri = registered_redirect_uri(site, &parameters).map_err(Refusal::Page)?;
        validate(&parameters, &redirect_uri).map_err(|(error, description)| Refusal::Redirect {
            redirect_uri,
            state: parameters.get("state").map(str::to_owned),
            error,
            description,
        })
    }
}

/// Returns the redirect address if the client is known and the address is registered.
fn registered_redirect_uri(site: &Site, parameters: &Parameters) -> Result<String, String> {
    if parameters.get("client_id") != Some(site.simulator.options.client_id.as_str()) {
        return Err("Le client (client_id) n’est pas enregistré.".to_owned());
    }
    let requested = parameters.get("redirect_uri").unwrap_or_default();
    let code = site.co_owner.code();
    // A co-owner's account can be linked or used to sign in, at a different address each.
    let link = (site.co_owner != CoOwner::ProConnect).then(|| format!("/rattachement/{code}/retour"));
    let paths: Vec<String> =
        link.into_iter().chain([format!("/connexion/fournisseur/{code}/retour")]).collect();
    site.simulator
        .portals()
        .into_iter()
        .flat_map(|portal| paths.iter().map(move |path| format!("{portal}{path}")).collect::<Vec<_>>())
        .find(|registered| registered == requested)
        .ok_or_else(|| "L’adresse de retour (redirect_uri) n’est pas enregistrée.".to_owned())
}

fn validate(
    parameters: &Parameters,
    redirect_uri: &str,
) -> Result<AuthorizationRequest, (&'static str, String)> {
    const INVALID: &str = "invalid_request";
    let required = |name: &'static str| {
        let missing = || (INVALID, format!("{name} is required"));
        parameters.get(name).map(str::to_owned).ok_or_else(missing)
    };
    if required("response_type")? != "code" {
        return Err(("unsupported_response_type", "only code is supported".to_owned()));
    }
    if !required("scope")?.split(' ').any(|scope| scope == "openid") {
        return Err(("invalid_scope", "scope must contain openid".to_owned()));
    }
    let challenge = required("code_challenge")?;
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err((INVALID, "code_challenge_method must be S256".to_owned()));
    }
    if challenge.len() != 43 {
        return Err((INVALID, "code_challenge must be a SHA-256 in base64url".to_owned()));
    }
    for unsupported in ["request", "request_uri"] {
        if parameters.get(unsupported).is_some() {
            return Err(("request_not_supported", format!("{unsupported} is not supported")));
        }
    }
    let prompt = match parameters.get("prompt") {
        None | Some("select_account" | "consent") => Prompt::WhenNeeded,
        Some("login") => Prompt::Login,
        Some("none") => Prompt::None,
        Some(_) => return Err((INVALID, "prompt is unknown".to_owned())),
    };
    let max_age = match parameters.get("max_age").map(str::parse) {
        None => None,
        Some(Ok(seconds)) if seconds >= 0 => Some(seconds),
        Some(_) => return Err((INVALID, "max_age must be a number of seconds".to_owned())),
    };
    let (state, nonce) = (required("state")?, required("nonce")?);
    Ok(AuthorizationRequest {
        redirect_uri: redirect_uri.to_owned(),
        state,
        nonce,
        challenge,
        prompt,
        acr: granted_acr(parameters.get("acr_values").unwrap_or_default()),
        max_age,
    })
}

/// Grants two factors (`eidas2`) whenever they are requested.
fn granted_acr(requested: &str) -> &'static str {
    if requested.split(' ').any(|one| one == "eidas2") { "eidas2" } else { "eidas1" }
}
