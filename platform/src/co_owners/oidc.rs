//! OpenID Connect at the co-owners (004, Rattachement).

use domain::{co_owner::CoOwner, path};
use url::Url;

use super::CoOwners;
use crate::oidc_client::{
    AuthorizationOptions, AuthorizationRequest, ClientRegistration, HandoverClaims, HandoverRefusal,
    OpenIdFailure, VerifiedIdentity,
};

/// Purpose of an authorization request. Each has its own redirect URI, registered at the co-owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorizationPurpose {
    /// Links the account. Requires the password even if the browser has a session there, so that a shared computer does
    /// not link another person's account.
    Link,
    /// Signs in with a linked account; an existing session at the co-owner suffices (004, Authentification).
    SignIn,
}

impl CoOwners {
    /// Prepares an authorization request.
    ///
    /// # Errors
    /// [`OpenIdFailure::Unavailable`] if the provider's metadata cannot be fetched.
    pub async fn authorization_request(
        &self,
        co_owner: CoOwner,
        purpose: AuthorizationPurpose,
    ) -> Result<AuthorizationRequest, OpenIdFailure> {
        let scopes = ["profile".to_owned(), "email".to_owned()];
        let prompt_login = purpose == AuthorizationPurpose::Link;
        let options = AuthorizationOptions { scopes: &scopes, acr_values: &[], prompt_login };
        self.registration(co_owner, purpose)?.authorization_request(options).await
    }

    /// Exchanges the code of a callback, see [`ClientRegistration::exchange_code`].
    ///
    /// # Errors
    /// See [`OpenIdFailure`].
    pub async fn exchange_code(
        &self,
        co_owner: CoOwner,
        purpose: AuthorizationPurpose,
        code: &str,
        nonce: String,
        pkce_verifier: String,
    ) -> Result<VerifiedIdentity, OpenIdFailure> {
        self.registration(co_owner, purpose)?.exchange_code(code, nonce, pkce_verifier, false).await
    }

    /// Verifies a handover token whose audience is the registration page, see [`ClientRegistration::verify_handover`].
    ///
    /// # Errors
    /// See [`HandoverRefusal`].
    pub async fn read_handover(
        &self,
        co_owner: CoOwner,
        token: &str,
    ) -> Result<HandoverClaims, HandoverRefusal> {
        let audience = self
            .0
            .portal_url
            .join("/inscription")
            .map_err(|error| HandoverRefusal::Unavailable(error.to_string()))?;
        let registration = self
            .registration(co_owner, AuthorizationPurpose::SignIn)
            .map_err(|error| HandoverRefusal::Unavailable(error.to_string()))?;
        registration.verify_handover(token, audience.as_str()).await
    }

    fn registration(
        &self,
        co_owner: CoOwner,
        purpose: AuthorizationPurpose,
    ) -> Result<ClientRegistration<'_>, OpenIdFailure> {
        let unavailable = |error: &dyn std::fmt::Display| OpenIdFailure::Unavailable(error.to_string());
        let settings = &self.connection(co_owner).map_err(|error| unavailable(&error))?.settings;
        Ok(ClientRegistration {
            issuer: &settings.base_url,
            client_id: &settings.client_id,
            client_secret: &settings.client_secret,
            redirect: self.redirect_uri(co_owner, purpose).map_err(|error| unavailable(&error))?,
            http: &self.0.http,
        })
    }

    fn redirect_uri(&self, co_owner: CoOwner, purpose: AuthorizationPurpose) -> Result<Url, url::ParseError> {
        let code = co_owner.code();
        self.0.portal_url.join(&match purpose {
            AuthorizationPurpose::Link => path::link_callback(code),
            AuthorizationPurpose::SignIn => path::provider_callback(code),
        })
    }
}
