use domain::co_owner::CoOwner;
use platform::co_owners::SignedBody;

use super::cache;
use crate::{
    Portal,
    companies::{PushRefusal, read_signed},
};

/// Records that the figures of a company have changed, as the co-owner pushed: they are read again when a page next shows
/// them, and open pages are refreshed. Pushed again, it only causes another reading.
///
/// # Errors
/// [`PushRefusal::Unknown`] if the portal has no figures of the company; see [`PushRefusal`].
pub async fn receive_figures_change(
    portal: &Portal,
    co_owner: CoOwner,
    signed: &SignedBody<'_>,
) -> Result<(), PushRefusal> {
    let read = |body: &[u8]| portal.co_owners.read_figures_event(body);
    let siren = read_signed(portal, co_owner, signed, read)?;
    let mut tx = portal.db.begin().await?;
    if !cache::record_change(&mut tx, co_owner, &siren, portal.clock.now()).await? {
        return Err(PushRefusal::Unknown);
    }
    tx.commit().await?;
    Ok(())
}
