//! Checks of an authorization request that need no state.

use super::{authorization_error::AuthorizationError, parameters::Parameters};

/// Refuses parameters of extensions that the portal does not support.
pub(super) fn refuse_unsupported(parameters: &Parameters) -> Result<(), AuthorizationError> {
    for (name, error) in [
        ("request", AuthorizationError::RequestNotSupported),
        ("request_uri", AuthorizationError::RequestUriNotSupported),
        ("registration", AuthorizationError::RegistrationNotSupported),
    ] {
        if parameters.get(name).is_some() {
            return Err(error);
        }
    }
    Ok(())
}

/// Reads the PKCE challenge. S256 only: a plain challenge would let an attacker who reads the request use the code (RFC
/// 9700, §2.1.1).
pub(super) fn challenge(parameters: &Parameters) -> Result<String, AuthorizationError> {
    let challenge = parameters.get("code_challenge");
    let challenge = challenge.ok_or(AuthorizationError::InvalidRequest("code_challenge is required"))?;
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(AuthorizationError::InvalidRequest("code_challenge_method is S256"));
    }
    let plausible = challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plausible {
        Ok(challenge.to_owned())
    } else {
        Err(AuthorizationError::InvalidRequest("code_challenge is no SHA-256"))
    }
}
