//! Limits of what one account stores, so that it cannot fill the disk. Agents have none.
//!
//! They are checked in the transaction that adds to it, with the account locked: concurrent requests wait for each other.

use domain::problem::Problem;

use platform::{
    Error,
    db::{Duration, Tx},
    on_tx,
};

use crate::{
    Portal,
    accounts::{
        account,
        sessions::{Session, Visitor},
    },
    id::AccountId,
    messaging::attachments,
};

const DAY: Duration = Duration::from_secs(24 * 3600);
const MEGABYTE: u64 = 1024 * 1024;

/// Locks the account and checks that it may have another draft of this kind.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyDrafts`], on the whole form.
pub async fn check_count(tx: &mut Tx, portal: &Portal, account: AccountId, kind: &str) -> Result<(), Error> {
    account::lock(tx, account).await?;
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM draft WHERE owner = $1 AND kind = $2")
            .bind(account)
            .bind(kind)
            .fetch_one(c)
            .await
    })?;
    let max = portal.config.messaging.drafts_per_account;
    match usize::try_from(count) {
        Ok(count) if count < max => Ok(()),
        _ => Err(Error::invalid("", Problem::TooManyDrafts { max })),
    }
}

/// Checks that the account of the session may store a file, before it is received.
///
/// # Errors
/// As [`check_size`].
pub async fn check_room(portal: &Portal, session: &Session, field: &str) -> Result<(), Error> {
    let Some(account) = account_of(session) else { return Ok(()) };
    let stored = attachments::stored_bytes(&portal.db, account.into(), portal.clock.now() - DAY).await?;
    check_total(portal, stored + 1, field)
}

/// Locks the account of the session and checks that it may store a file of this size. `field`: of the problem.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::StorageFull`].
pub async fn check_size(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    size: u64,
    field: &str,
) -> Result<(), Error> {
    let Some(account) = account_of(session) else { return Ok(()) };
    account::lock(tx, account).await?;
    let stored = attachments::stored_bytes_tx(tx, account.into(), portal.clock.now() - DAY).await?;
    check_total(portal, stored + size, field)
}

fn check_total(portal: &Portal, bytes: u64, field: &str) -> Result<(), Error> {
    let megabytes = portal.config.messaging.megabytes_per_account;
    if bytes <= megabytes * MEGABYTE {
        return Ok(());
    }
    Err(Error::invalid(field, Problem::StorageFull { megabytes }))
}

fn account_of(session: &Session) -> Option<AccountId> {
    match &session.visitor {
        Visitor::Usager(usager) => Some(usager.account),
        _ => None,
    }
}
