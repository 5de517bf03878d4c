use domain::co_owner::CoOwner;
use platform::{Error, co_owners::SignedBody};

use super::{check, store};
use crate::Portal;

/// Reason why a pushed state of a payment was refused.
#[derive(Debug, thiserror::Error)]
pub enum PaymentRefusal {
    /// Not signed by that co-owner within five minutes, or the co-owner is not configured to push: indistinguishable.
    #[error("not signed by that co-owner, or too long ago")]
    Unsigned,
    #[error("not a payment of the contract: {0}")]
    Unreadable(String),
    /// No payment of the portal at that co-owner has the identifier.
    #[error("unknown payment")]
    UnknownPayment,
    #[error(transparent)]
    Error(#[from] Error),
}

/// Applies the state of a payment that the co-owner pushed. Pushed again, or late, it changes nothing: only a running
/// payment changes.
///
/// # Errors
/// See [`PaymentRefusal`].
pub async fn receive_payment(
    portal: &Portal,
    co_owner: CoOwner,
    signed: &SignedBody<'_>,
) -> Result<(), PaymentRefusal> {
    if !portal.co_owners.is_signed_by(co_owner, portal.clock.now(), signed) {
        return Err(PaymentRefusal::Unsigned);
    }
    let pushed = portal
        .co_owners
        .read_payment_event(co_owner, signed.body)
        .map_err(|failure| PaymentRefusal::Unreadable(failure.to_string()))?;
    let payment = match store::find(portal, pushed.id).await {
        Ok(payment) if payment.co_owner == co_owner => payment,
        Ok(_) | Err(Error::NotFound) => return Err(PaymentRefusal::UnknownPayment),
        Err(error) => return Err(error.into()),
    };
    check::apply(portal, &payment, &pushed).await?;
    Ok(())
}
