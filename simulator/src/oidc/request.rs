use crate::co_owner::CoOwner;
use crate::site::Site;

use super::parameters::Parameters;

/// A checked authorization request.
#[derive(Debug)]
pub struct AuthorizationRequest {
    pub redirect_uri: String,
    pub state: String,
    pub nonce: String,
    /// SHA-256 of the verifier, base64url.
    pub challenge: String,
    pub prompt: Prompt,
    /// The level of authentication that is granted: the strongest that is asked for and known.
    pub acr: &'static str,
    /// Oldest sign-in that is still good, in seconds.
    pub max_age: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The form is shown only to those who are not signed in.
    WhenNeeded,
    Login,
    None,
}

/// Why a request is refused, and where that is said.
#[derive(Debug)]
pub enum Refusal {
    /// The client or its address is not known: nobody is sent anywhere.
    Here(String),
    Redirect {
        redirect_uri: String,
        state: Option<String>,
        error: &'static str,
        description: String,
    },
}

impl AuthorizationRequest {
    pub fn parse(site: &Site, query: &str) -> Result<Self, Refusal> {
        let parameters = Parameters::parse(query.as_bytes())
            .map_err(|name| Refusal::Here(format!("Le paramètre « {name} » est donné deux fois.")))?;
        let redirect_uri = known_client(site, &parameters).map_err(Refusal::Here)?;
        checked(&parameters, &redirect_uri).map_err(|(error, description)| Refusal::Redirect {
            redirect_uri,
            state: parameters.get("state").map(str::to_owned),
            error,
            description,
        })
    }
}

/// The redirect address, when it is exactly one that was registered.
fn known_client(site: &Site, parameters: &Parameters) -> Result<String, String> {
    if parameters.get("client_id") != Some(site.simulator.options.client_id.as_str()) {
        return Err("Le client (client_id) n’est pas enregistré.".to_owned());
    }
    let asked = parameters.get("redirect_uri").unwrap_or_default();
    let code = site.co_owner.code();
    // A co-owner's account is linked, or opens the portal: an address each.
    let linked = (site.co_owner != CoOwner::ProConnect).then(|| format!("/rattachement/{code}/retour"));
    let paths: Vec<String> =
        linked.into_iter().chain([format!("/connexion/fournisseur/{code}/retour")]).collect();
    site.simulator
        .portals()
        .into_iter()
        .flat_map(|portal| paths.iter().map(move |path| format!("{portal}{path}")).collect::<Vec<_>>())
        .find(|registered| registered == asked)
        .ok_or_else(|| "L’adresse de retour (redirect_uri) n’est pas enregistrée.".to_owned())
}

fn checked(
    parameters: &Parameters,
    redirect_uri: &str,
) -> Result<AuthorizationRequest, (&'static str, String)> {
    const INVALID: &str = "invalid_request";
    let needed = |name: &'static str| {
        let missing = || (INVALID, format!("{name} is required"));
        parameters.get(name).map(str::to_owned).ok_or_else(missing)
    };
    if needed("response_type")? != "code" {
        return Err(("unsupported_response_type", "only code is supported".to_owned()));
    }
    if !needed("scope")?.split(' ').any(|scope| scope == "openid") {
        return Err(("invalid_scope", "scope must contain openid".to_owned()));
    }
    let challenge = needed("code_challenge")?;
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
    let (state, nonce) = (needed("state")?, needed("nonce")?);
    Ok(AuthorizationRequest {
        redirect_uri: redirect_uri.to_owned(),
        state,
        nonce,
        challenge,
        prompt,
        acr: granted(parameters.get("acr_values").unwrap_or_default()),
        max_age,
    })
}

/// Everybody here signs in with two factors when that is asked for.
fn granted(asked: &str) -> &'static str {
    if asked.split(' ').any(|one| one == "eidas2") { "eidas2" } else { "eidas1" }
}
