//! Errors of the authorization endpoint that are returned at the redirect address (OpenID Connect Core, §3.1.2.6).

#[derive(Clone, Copy)]
pub(super) enum AuthorizationError {
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

impl AuthorizationError {
    /// Values of `error` and `error_description`.
    pub fn parameters(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidRequest(text) => ("invalid_request", text),
            Self::UnsupportedResponseType => ("unsupported_response_type", "only code"),
            Self::InvalidScope => ("invalid_scope", "openid is required"),
            Self::RequestNotSupported => ("request_not_supported", "request objects are not read"),
            Self::RequestUriNotSupported => ("request_uri_not_supported", "request objects are not fetched"),
            Self::RegistrationNotSupported => {
                ("registration_not_supported", "clients are registered by hand")
            }
            Self::LoginRequired => {
                ("login_required", "no person is signed in, or the authentication is too old")
            }
            Self::InteractionRequired => ("interaction_required", "no company is chosen"),
            Self::AccessDenied => ("access_denied", "no right on this téléservice for the chosen company"),
        }
    }
}
