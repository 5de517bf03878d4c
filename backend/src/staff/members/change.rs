//! Changes of a member by an administrator or by the command line, with their record in the audit trail.

use domain::{problem::Problem, rights::StaffRole};
use platform::{
    Error,
    db::Tx,
    mail::{self, Lifetime},
};

use super::{
    details::Details,
    heads,
    letters::{ChangeLine, MemberChangedLetter},
    store,
};
use crate::{
    Portal,
    accounts::sessions::{self, Session},
    id::StaffId,
    staff::audit::{self, ActKind, Author, Change},
};

/// Changes a member, from their next request on, and notifies them by mail. Does nothing if nothing changes.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member; [`Error::Refused`] as [`Author::of`]; [`Error::Invalid`]: problems of the
/// fields, [`Problem::OwnStaffRights`], [`Problem::LastAdministrator`].
pub async fn change(
    portal: &Portal,
    session: &Session,
    member: StaffId,
    after: Details,
) -> Result<(), Error> {
    change_by(portal, &Author::of(portal, session)?, member, |_| after).await
}

/// Disables a member and closes their sessions, or enables them again.
///
/// # Errors
/// As [`change`].
pub async fn set_enabled(
    portal: &Portal,
    session: &Session,
    member: StaffId,
    enabled: bool,
) -> Result<(), Error> {
    let author = Author::of(portal, session)?;
    change_by(portal, &author, member, |before| Details { enabled, ..before }).await
}

/// Applies a change to the details read in the transaction.
pub(super) async fn change_by(
    portal: &Portal,
    author: &Author<'_>,
    member: StaffId,
    change: impl FnOnce(Details) -> Details,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    // Two administrators who disable each other wait for each other.
    store::lock_administrators(&mut tx).await?;
    let (login, before) = store::details(&mut tx, member).await?.ok_or(Error::NotFound)?;
    let after = change(before.clone()).normal();
    let problems = after.problems();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(());
    }
    if author.is(member) && !after.has_rights_of(&before) {
        return Err(Error::invalid("", Problem::OwnStaffRights));
    }
    store::update(&mut tx, member, &after).await?;
    store::replace_roles(&mut tx, member, &after.roles).await?;
    replace_services(&mut tx, member, &after.services).await?;
    if matches!(author, Author::Member(_)) {
        require_an_administrator(&mut tx, &before).await?;
    }
    if !after.has_rights_of(&before) || !after.enabled {
        portal.staff_hooks.release_questions(&mut tx, member).await?;
    }
    if !after.enabled {
        sessions::close_of_staff(&mut tx, portal.clock.now(), member).await?;
    }
    let kind = match (before.enabled, after.enabled) {
        (true, false) => ActKind::MemberDisabled,
        (false, true) => ActKind::MemberEnabled,
        _ => ActKind::MemberChanged,
    };
    audit::record(&mut tx, portal.clock.now(), author, kind, &login, &changes).await?;
    if matches!(author, Author::Member(_)) {
        notify(&mut tx, portal, author, &before, &changes).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Notifies the member at the former address, so that its owner notices a change made by another person.
async fn notify(
    tx: &mut Tx,
    portal: &Portal,
    author: &Author<'_>,
    before: &Details,
    changes: &[Change],
) -> Result<(), Error> {
    let letter = MemberChangedLetter {
        name: before.name.clone(),
        author: author.name().to_owned(),
        lines: changes.iter().map(ChangeLine::of).collect(),
    };
    mail::enqueue(tx, portal.clock.now(), &before.mail, &letter, Lifetime::Unlimited).await
}

/// Requires that the portal still has an administrator who can sign in, if the member was one.
async fn require_an_administrator(tx: &mut Tx, before: &Details) -> Result<(), Error> {
    if before.enabled
        && before.has_role(StaffRole::Administrator)
        && store::count_administrators(tx).await? == 0
    {
        return Err(Error::invalid("", Problem::LastAdministrator));
    }
    Ok(())
}

/// Replaces the services of a member, who is no longer head of those that are left out.
///
/// # Errors
/// [`Error::Invalid`] for an unknown service.
pub(super) async fn replace_services(tx: &mut Tx, member: StaffId, services: &[String]) -> Result<(), Error> {
    store::delete_services(tx, member).await?;
    for service in services {
        if !store::insert_service(tx, member, service).await? {
            let service = service.clone();
            return Err(Error::invalid("services", Problem::ServiceNotAssignable { service }));
        }
    }
    heads::end_in_former_services(tx, member).await
}
