use domain::{co_owner::CoOwner, siren::Siren};
use futures::future::BoxFuture;
use platform::{
    Error,
    db::{Moment, Tx},
};

use super::{choice, links, rattachements, subscriptions};
use crate::{Portal, id::AccountId, portal::AccountHooks};

/// Implements [`AccountHooks`] with the links to the co-owners.
pub(crate) struct CompanyHooks;

impl AccountHooks for CompanyHooks {
    fn only_siren<'a>(
        &'a self,
        portal: &'a Portal,
        account: AccountId,
    ) -> BoxFuture<'a, Result<Option<Siren>, Error>> {
        Box::pin(choice::only_siren(portal, account))
    }

    fn unlink_all<'a>(
        &'a self,
        tx: &'a mut Tx,
        now: Moment,
        account: AccountId,
        place: &'a str,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            links::unlink_all(tx, now, account, place).await?;
            subscriptions::revoke_all(tx, account).await
        })
    }

    fn record_link_use<'a>(
        &'a self,
        tx: &'a mut Tx,
        account: AccountId,
        co_owner: CoOwner,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(rattachements::record_use(tx, account, co_owner, now))
    }

    fn suggest_link<'a>(
        &'a self,
        tx: &'a mut Tx,
        account: AccountId,
        co_owner: CoOwner,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(links::suggest(tx, account, co_owner, now))
    }
}
