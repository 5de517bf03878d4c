use std::collections::BTreeSet;

use domain::co_owner::CoOwner;
use platform::{
    Error,
    db::{Moment, Tx},
};

use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        identity_providers,
        sessions::{self, Session},
    },
    companies::{
        rattachements,
        rights::{Difference, Holder, current_rights, record_changes},
    },
    id::AccountId,
};

/// Unlinks the co-owner's account: withdraws its rights, and closes the other sessions that were opened with it. It can
/// no longer sign in to the portal. Idempotent: succeeds if no account is linked.
///
/// # Errors
/// [`Error::Invalid`]: `ReauthenticationRequired`.
pub async fn unlink(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<(), Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let unlinked = delete(&mut tx, now, Holder { account, co_owner }).await?;
    if unlinked {
        sessions::close_opened_by(&mut tx, now, account, co_owner.into(), session.id).await?;
        history::record_from_session(&mut tx, now, session, Event::Unlinked { co_owner }).await?;
        identity_providers::notify_owner(&mut tx, portal, now, account, co_owner.into(), false).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%account, co_owner = co_owner.code(), unlinked, "account unlinked");
    Ok(())
}

/// Removes every link of an account, for « Ce n'était pas moi »: the intruder may have linked their own accounts.
pub(crate) async fn unlink_all(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    place: &str,
) -> Result<(), Error> {
    for co_owner in CoOwner::ALL {
        if delete(tx, now, Holder { account, co_owner }).await? {
            history::record(tx, now, account, place, Event::Unlinked { co_owner }).await?;
        }
    }
    Ok(())
}

/// Deletes a link and records the withdrawal of its rights. Returns `false` if there is none. Does not notify: the
/// person requested it.
async fn delete(tx: &mut Tx, now: Moment, holder: Holder) -> Result<bool, Error> {
    let link = rattachements::lock_of_account(tx, holder.account, holder.co_owner).await?;
    let Some(link) = link else { return Ok(false) };
    let (before, after) = (current_rights(tx, link.id).await?, BTreeSet::new());
    record_changes(tx, now, holder, &Difference::between(&before, &after)).await?;
    rattachements::delete(tx, link.id).await?;
    Ok(true)
}
