//! What all pushes of co-owners have in common: their signature, and the reasons to refuse them.

use domain::co_owner::CoOwner;
use platform::{
    Error,
    co_owners::{Failure, SignedBody},
};

use crate::Portal;

/// Reason why a push was refused.
#[derive(Debug, thiserror::Error)]
pub enum PushRefusal {
    /// Not signed by that co-owner within five minutes, or the co-owner is not configured to push: indistinguishable.
    #[error("not signed by that co-owner, or too long ago")]
    Unsigned,
    #[error("not a push of the contract: {0}")]
    Unreadable(String),
    /// The portal has no account or payment with that identifier.
    #[error("unknown identifier")]
    Unknown,
    #[error("another event has that identifier")]
    OtherBody,
    /// The rights had to be fetched and the co-owner did not answer: deliver the event again later.
    #[error("the co-owner did not answer when its rights were fetched")]
    CoOwnerUnavailable,
    #[error(transparent)]
    Error(#[from] Error),
}

impl From<sqlx::Error> for PushRefusal {
    fn from(error: sqlx::Error) -> Self {
        PushRefusal::Error(error.into())
    }
}

/// Verifies the signature of a push, then parses its body.
///
/// # Errors
/// [`PushRefusal::Unsigned`], [`PushRefusal::Unreadable`].
pub(crate) fn read_signed<T>(
    portal: &Portal,
    co_owner: CoOwner,
    signed: &SignedBody<'_>,
    read: impl FnOnce(&[u8]) -> Result<T, Failure>,
) -> Result<T, PushRefusal> {
    if !portal.co_owners.is_signed_by(co_owner, portal.clock.now(), signed) {
        return Err(PushRefusal::Unsigned);
    }
    read(signed.body).map_err(|failure| PushRefusal::Unreadable(failure.to_string()))
}
