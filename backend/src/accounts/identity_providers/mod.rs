//! Sign-in through identity providers (ProConnect, FranceConnect; mission §2.3) and through the co-owners at which an
//! account is linked (mission §3.1), as far as they are configured (`docs/adr/0010`, `docs/adr/0014`).
//!
//! An identity is an issuer and a subject; it belongs to one account. It is attached only when both sides are verified
//! in one browser: the identity at its provider, the account in the portal. An equal mail address is not sufficient.
//! The provider replaces the password, and the second factor only if it reports a strong enough level. A co-owner signs
//! in to the account that its own account is linked with; links belong to [`crate::companies`].
//!
//! Owns `identity`, `identity_request`, `pending_identity`, `provider_sign_out`, `handover` and `handover_used`.

mod attachment;
mod callback;
mod dispatch;
mod handover;
mod letter;
mod pending_identity;
mod providers;
mod purge;
mod request;
mod sign_out;
mod store;
mod stored_handover;
mod verification;

pub use attachment::{attach_pending, detach};
pub(crate) use attachment::{attach_to_new_account, detach_all};
pub use callback::{CallbackOutcome, callback};
pub use handover::{HandoverOutcome, receive as receive_handover, resume as resume_handover};
pub(crate) use letter::notify_owner;
pub(crate) use pending_identity::forget as forget_pending;
pub use pending_identity::{PendingIdentity, pending_identity};
pub use platform::oidc_client::CallbackParams;
pub(crate) use providers::check;
pub(crate) use purge::purge;
pub use request::{
    ThirdPartyInitiatedRequest, attachment_request, authorization_request, third_party_initiated_request,
};
pub use sign_out::finish_provider_sign_out;
pub(crate) use sign_out::start_provider_sign_out;
pub use store::{AttachedIdentity, attached_identities};
