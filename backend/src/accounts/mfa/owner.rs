//! Accounts and members of the staff have the same factors, in the same tables: a row belongs to one or the other.

use platform::{
    Error,
    db::{Moment, Tx},
};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        sessions::{Owner, Session},
    },
    id::StaffId,
    portal::FactorAct,
};

/// SQL condition: the row belongs to the account or member of the staff `$id`.
macro_rules! is_owned_by {
    ($id:literal) => {
        concat!("(account_id = ", $id, " OR staff_id = ", $id, ")")
    };
}
pub(super) use is_owned_by;

/// Locks the owner until the transaction ends, so that changes of their factors come one after the other.
///
/// # Errors
/// [`Error::NotFound`] if the owner was deleted or disabled.
pub(super) async fn lock(tx: &mut Tx, portal: &Portal, owner: Owner) -> Result<(), Error> {
    match owner {
        Owner::Account(account) => account::lock(tx, account).await,
        Owner::Staff(member) => portal.member_hooks.lock(tx, member).await,
    }
}

/// Records an event at sign-in or re-authentication: in the history of the account, or in the audit trail of the staff.
pub(super) async fn record(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    owner: Owner,
    place: &str,
    event: Event,
) -> Result<(), Error> {
    match owner {
        Owner::Account(account) => history::record(tx, now, account, place, event).await,
        Owner::Staff(member) => record_act(tx, portal, now, member, "", event).await,
    }
}

/// Like [`record`], for an act of the signed-in person.
pub(super) async fn record_from_session(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    session: &Session,
    event: Event,
) -> Result<(), Error> {
    match session.staff() {
        Ok(member) => record_act(tx, portal, now, member.id, &member.address, event).await,
        Err(_) => history::record_from_session(tx, now, session, event).await,
    }
}

/// Records the act that an event is; the use of a factor at a sign-in is none.
async fn record_act(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    member: StaffId,
    address: &str,
    event: Event,
) -> Result<(), Error> {
    let act = match event {
        Event::FactorAdded { factor, name } => FactorAct::Added { factor, name },
        Event::FactorRemoved { factor, name } => FactorAct::Removed { factor, name },
        Event::PasskeyRefused { name } => FactorAct::PasskeyRefused { name },
        Event::RecoveryCodesGenerated => FactorAct::RecoveryCodesGenerated,
        Event::RecoveryCodeUsed { left } => FactorAct::RecoveryCodeUsed { left },
        _ => return Ok(()),
    };
    portal.member_hooks.record_factor_act(tx, now, member, address, act).await
}
