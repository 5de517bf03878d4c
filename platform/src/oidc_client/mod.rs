//! OpenID Connect client: authorization code flow with PKCE.
//!
//! Stores nothing: the caller stores the secrets of an [`AuthorizationRequest`] until the callback. Used for the
//! co-owners ([`crate::co_owners`]) and for identity providers; also verifies handover tokens.

mod exchange;
mod handover;
mod registration;
mod user_info;

pub use exchange::VerifiedIdentity;
pub use handover::{HandoverClaims, HandoverRefusal};
pub use registration::{
    AuthorizationOptions, AuthorizationRequest, CallbackParams, ClientRegistration, OpenIdFailure,
    issuer_text,
};
