//! Limits of what is stored, so that nobody can fill the disk. The staff has none.
//!
//! They are checked in the transaction that adds to it, with the account or the case locked: concurrent requests wait for
//! each other.

use domain::problem::Problem;

use platform::{
    Error,
    db::{Duration, Moment, Tx},
};

use super::{
    access, store,
    target::{CaseWriter, Target},
};
use crate::{
    Portal,
    accounts::{
        account,
        sessions::{Session, Visitor},
    },
    id::{AccountId, CaseId, FileHolderId},
};

const DAY: Duration = Duration::from_secs(24 * 3600);
const MEGABYTE: u64 = 1024 * 1024;

/// Megabytes of the files that visitors add to one case (our choice).
const MEGABYTES_PER_CASE: u64 = 50;

/// What the files of a person count in.
#[derive(Clone, Copy)]
enum Store {
    Account(AccountId),
    /// A case without an account.
    Case(CaseId),
}

impl Store {
    /// Returns `None` for the staff.
    fn of(session: &Session, target: Target) -> Option<Store> {
        match (target, &session.visitor) {
            (Target::Draft(_), Visitor::Usager(usager)) => Some(Store::Account(usager.account)),
            (Target::Case(_, CaseWriter::Person(Some(account))), _) => Some(Store::Account(account)),
            (Target::Case(case, CaseWriter::Person(None)), _) => Some(Store::Case(case)),
            _ => None,
        }
    }

    fn id(self) -> FileHolderId {
        match self {
            Store::Account(account) => account.into(),
            Store::Case(case) => case.into(),
        }
    }

    fn check(self, portal: &Portal, bytes: u64, field: &str) -> Result<(), Error> {
        let (megabytes, problem): (u64, fn(u64) -> Problem) = match self {
            Store::Account(_) => (portal.config.messaging.megabytes_per_account, |megabytes| {
                Problem::StorageFull { megabytes }
            }),
            Store::Case(_) => (MEGABYTES_PER_CASE, |megabytes| Problem::CaseFull { megabytes }),
        };
        if bytes <= megabytes * MEGABYTE { Ok(()) } else { Err(Error::invalid(field, problem(megabytes))) }
    }
}

/// Files sent before no longer count in an account.
fn since(portal: &Portal) -> Moment {
    portal.clock.now() - DAY
}

/// Checks that there is room for a file, before it is received.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::StorageFull`] or [`Problem::CaseFull`], at this field.
pub async fn check(portal: &Portal, session: &Session, target: Target, field: &str) -> Result<(), Error> {
    let Some(store) = Store::of(session, target) else { return Ok(()) };
    let stored = store::stored_bytes(&portal.db, store.id(), since(portal)).await?;
    store.check(portal, stored + 1, field)
}

/// Locks the account, then the target, and checks that there is room for this number of bytes.
///
/// # Errors
/// As [`check`]; [`Error::NotFound`] if the target is gone.
pub async fn reserve(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    target: Target,
    (bytes, field): (u64, &str),
) -> Result<(), Error> {
    let store = Store::of(session, target);
    if let Some(Store::Account(account)) = store {
        account::lock(tx, account).await?;
    }
    access::lock(tx, portal, target).await?;
    let Some(store) = store else { return Ok(()) };
    let stored = store::stored_bytes_tx(tx, store.id(), since(portal)).await?;
    store.check(portal, stored + bytes, field)
}
