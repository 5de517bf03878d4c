//! Second factors of members: their acts in the audit trail, and their removal by an administrator.

use futures::future::BoxFuture;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
    mail::{self, Lifetime},
};

use super::{
    letters::{ChangeLine, MemberChangedLetter},
    store,
};
use crate::{
    Portal,
    accounts::{
        mfa,
        sessions::{self, Session},
    },
    id::StaffId,
    portal::{FactorAct, MemberHooks},
    staff::audit::{self, ActKind, Author, Change},
};

/// Implements [`MemberHooks`] with the table of the members and the audit trail.
pub(crate) struct StaffFactorHooks;

impl MemberHooks for StaffFactorHooks {
    fn lock<'a>(&'a self, tx: &'a mut Tx, member: StaffId) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(lock(tx, member))
    }

    fn record_factor_act<'a>(
        &'a self,
        tx: &'a mut Tx,
        now: Moment,
        member: StaffId,
        address: &'a str,
        act: FactorAct,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(record(tx, now, member, address, act))
    }
}

async fn lock(tx: &mut Tx, member: StaffId) -> Result<(), Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE staff SET enabled = enabled WHERE id = $1 AND enabled").bind(member)
    )?;
    if locked == 1 { Ok(()) } else { Err(Error::NotFound) }
}

async fn record(
    tx: &mut Tx,
    now: Moment,
    member: StaffId,
    address: &str,
    act: FactorAct,
) -> Result<(), Error> {
    let (kind, change) = trail_entry(act);
    let (login, details) = store::details(tx, member).await?.ok_or(Error::NotFound)?;
    let author = Author::Own { id: member, name: &details.name, address };
    audit::record(tx, now, &author, kind, &login, change.as_slice()).await
}

/// Returns kind and change of the entry of the audit trail.
fn trail_entry(act: FactorAct) -> (ActKind, Option<Change>) {
    match act {
        FactorAct::Added { factor, name } => (ActKind::FactorAdded, Change::of(&factor, "", &name)),
        FactorAct::Removed { factor, name } => (ActKind::FactorRemoved, Change::of(&factor, &name, "")),
        FactorAct::PasskeyRefused { name } => {
            (ActKind::PasskeyRefused, Change::of("clé d’accès", &name, "refusée"))
        }
        FactorAct::RecoveryCodesGenerated => (ActKind::RecoveryCodesGenerated, None),
        FactorAct::RecoveryCodeUsed { left } => {
            let (before, after) = ((left + 1).to_string(), left.to_string());
            (ActKind::RecoveryCodeUsed, Change::of("codes restants", &before, &after))
        }
    }
}

/// Removes the second factors of a member who has lost them, closes their sessions and notifies them by mail. Their next sign-in
/// requires a code by mail.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member; [`Error::Refused`] as [`Author::of`].
pub async fn reset_factors(portal: &Portal, session: &Session, member: StaffId) -> Result<(), Error> {
    reset_by(portal, &Author::of(portal, session)?, member).await
}

/// Like [`reset_factors`], from the command line.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member.
pub async fn reset_factors_of(portal: &Portal, login: &str) -> Result<(), Error> {
    let member = store::find(portal, login).await?.id;
    reset_by(portal, &Author::CommandLine, member).await
}

async fn reset_by(portal: &Portal, author: &Author<'_>, member: StaffId) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let (login, details) = store::details(&mut tx, member).await?.ok_or(Error::NotFound)?;
    if !mfa::reset_member(&mut tx, member).await? {
        return Ok(());
    }
    sessions::close_of_staff(&mut tx, now, member).await?;
    let change = Change::new("Second facteur", "application ou clé d’accès", "code par courriel");
    audit::record(&mut tx, now, author, ActKind::FactorsReset, &login, std::slice::from_ref(&change)).await?;
    let lines = vec![ChangeLine::of(&change)];
    let letter = MemberChangedLetter { name: details.name, author: author.name().to_owned(), lines };
    mail::enqueue(&mut tx, now, &details.mail, &letter, Lifetime::Unlimited).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
