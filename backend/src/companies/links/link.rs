use domain::{co_owner::CoOwner, problem::Problem};
use platform::{
    Error,
    db::{Moment, Tx},
};

use super::suggestion;
use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        identity_providers,
        sessions::Session,
    },
    companies::{
        rattachements::{self, Insertion, VerifiedAccount},
        rights::replace_rights,
    },
    id::AccountId,
};

/// Outcome of a link.
pub(super) enum Outcome {
    Linked {
        account: AccountId,
    },
    /// The two accounts were already linked.
    AlreadyLinked,
    /// Shown to the person.
    Failed(Problem),
}

/// Links an account to the session's account and stores its rights. If the co-owner does not answer, the next page
/// fetches the rights again.
pub(super) async fn link(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    verified: &VerifiedAccount,
) -> Result<Outcome, Error> {
    let account = session.usager()?.account;
    let requested_at = portal.clock.now();
    let rights = portal.co_owners.rights(&portal.clock, co_owner, &verified.subject).await;
    let rights = rights
        .inspect_err(|failure| {
            tracing::warn!(co_owner = co_owner.code(), %failure, "failed to fetch the rights of a new link");
        })
        .ok();
    let site = || co_owner.site().to_owned();
    let mut tx = portal.db.begin().await?;
    let link = match rattachements::insert(&mut tx, account, co_owner, verified, requested_at).await? {
        Insertion::Inserted(link) => link,
        Insertion::AlreadyLinked(link) => {
            // Even if the co-owner did not know the account before, it does now.
            if let Some(rights) = &rights {
                replace_rights(&mut tx, link, rights, requested_at).await?;
            }
            identity_providers::forget_pending(&mut tx, session.id).await?;
            tx.commit().await?;
            return Ok(Outcome::AlreadyLinked);
        }
        Insertion::OtherSubjectLinked(linked) => {
            return Ok(Outcome::Failed(Problem::OtherAccountLinked { co_owner: site(), linked }));
        }
        Insertion::LinkedElsewhere => {
            return Ok(Outcome::Failed(Problem::AccountLinkedElsewhere { co_owner: site() }));
        }
    };
    if let Some(rights) = &rights {
        replace_rights(&mut tx, link, rights, requested_at).await?;
    }
    record(&mut tx, portal, session, co_owner, requested_at).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%account, co_owner = co_owner.code(), "account linked");
    Ok(Outcome::Linked { account })
}

/// Records a new link in the history, notifies its owner by mail, and removes the suggestion and the identity that
/// waited for it.
async fn record(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    now: Moment,
) -> Result<(), Error> {
    let account = session.usager()?.account;
    history::record_from_session(tx, now, session, Event::Linked { co_owner }).await?;
    identity_providers::notify_owner(tx, portal, now, account, co_owner.into(), true).await?;
    identity_providers::forget_pending(tx, session.id).await?;
    suggestion::remove(tx, account, co_owner).await
}
