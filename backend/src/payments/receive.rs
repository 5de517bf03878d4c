use domain::co_owner::CoOwner;
use platform::{Error, co_owners::SignedBody};

use super::{check, store};
use crate::{
    Portal,
    companies::{PushRefusal, read_signed},
};

/// Applies the state of a payment that the co-owner pushed. Pushed again, or late, it changes nothing: only a running
/// payment changes.
///
/// # Errors
/// [`PushRefusal::Unknown`] if no payment of the portal at that co-owner has the identifier; see [`PushRefusal`].
pub async fn receive_payment(
    portal: &Portal,
    co_owner: CoOwner,
    signed: &SignedBody<'_>,
) -> Result<(), PushRefusal> {
    let read = |body: &[u8]| portal.co_owners.read_payment_event(co_owner, body);
    let pushed = read_signed(portal, co_owner, signed, read)?;
    let payment = match store::find(portal, pushed.id).await {
        Ok(payment) if payment.co_owner == co_owner => payment,
        Ok(_) | Err(Error::NotFound) => return Err(PushRefusal::Unknown),
        Err(error) => return Err(error.into()),
    };
    check::apply(portal, &payment, &pushed).await?;
    Ok(())
}
