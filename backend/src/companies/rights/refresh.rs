//! Refreshes the rights of an account from the co-owners (004: a change there applies in real time).

use domain::{co_owner::CoOwner, siren::Siren};
use tokio::sync::Semaphore;

use super::fetch::{LinkToRefresh, refresh_link};
use platform::{Error, db::Moment, on};

use crate::{Portal, id::AccountId};

/// Number of accounts refreshed in the background at the same time.
const BACKGROUND_REFRESHES: usize = 4;

/// A co-owner through which an account may have rights: on every company with its own account there, on one company
/// with the account of a person who delegated to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RightSource {
    pub co_owner: CoOwner,
    pub only_siren: Option<Siren>,
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    #[sqlx(flatten)]
    link: LinkToRefresh,
    only_siren: String,
}

impl SourceRow {
    fn read(&self) -> Option<RightSource> {
        let co_owner = CoOwner::from_code(&self.link.co_owner)?;
        Some(RightSource { co_owner, only_siren: Siren::parse(&self.only_siren).ok() })
    }
}

/// Refreshes the stale rights of an account, its own and delegated, from all co-owners in parallel. Returns the sources
/// of its rights, sorted by co-owner.
pub(crate) async fn refresh_if_stale(portal: &Portal, account: AccountId) -> Result<Vec<RightSource>, Error> {
    refresh_older(portal, account, stale_limit(portal)).await
}

/// Refreshes the rights of an account, stale or not.
pub(crate) async fn refresh_now(portal: &Portal, account: AccountId) -> Result<(), Error> {
    refresh_older(portal, account, portal.clock.now()).await.map(|_| ())
}

/// Returns the time before which requested rights are stale.
fn stale_limit(portal: &Portal) -> Moment {
    portal.clock.now() - portal.co_owners.settings().rights_freshness()
}

async fn refresh_older(
    portal: &Portal,
    account: AccountId,
    limit: Moment,
) -> Result<Vec<RightSource>, Error> {
    refresh_links(portal, account, limit, |_| true).await
}

/// Refreshes the links last requested at `limit` or before, among those that pass `filter`.
async fn refresh_links(
    portal: &Portal,
    account: AccountId,
    limit: Moment,
    filter: impl Fn(&LinkToRefresh) -> bool,
) -> Result<Vec<RightSource>, Error> {
    let sources = on!(portal.db, |c| {
        sqlx::query_as::<_, SourceRow>(
            "SELECT r.id, r.co_owner, r.subject, r.requested_at, r.fingerprint, l.only_siren
             FROM right_link l JOIN rattachement r ON r.id = l.rattachement_id
             WHERE l.account_id = $1 AND l.until > $2 ORDER BY r.co_owner, r.id",
        )
        .bind(account)
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    let mut stale: Vec<&LinkToRefresh> = sources
        .iter()
        .map(|source| &source.link)
        .filter(|link| link.requested_at <= limit && filter(link))
        .collect();
    // A link delegated on two companies is refreshed once.
    stale.dedup_by_key(|link| link.id);
    for result in futures::future::join_all(stale.into_iter().map(|link| refresh_link(portal, link))).await {
        result?;
    }
    Ok(sources.iter().filter_map(SourceRow::read).collect())
}

/// Background refresh of the stale rights from co-owners that do not push, so that an open page shows their changes
/// too. Does nothing if enough refreshes are running: the page repeats its request.
pub(crate) fn refresh_in_background(portal: &Portal, account: AccountId) {
    static PERMITS: Semaphore = Semaphore::const_new(BACKGROUND_REFRESHES);
    if portal.co_owners.offered().all(|co_owner| portal.co_owners.pushes(co_owner)) {
        return;
    }
    let Ok(permit) = PERMITS.try_acquire() else { return };
    let portal = portal.clone();
    tokio::spawn(async move {
        let _permit = permit;
        let does_not_push = |link: &LinkToRefresh| {
            CoOwner::from_code(&link.co_owner).is_some_and(|co_owner| !portal.co_owners.pushes(co_owner))
        };
        let limit = stale_limit(&portal);
        if let Err(error) = refresh_links(&portal, account, limit, does_not_push).await {
            tracing::warn!(%error, "background refresh of rights failed");
        }
    });
}
