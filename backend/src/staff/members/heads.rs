//! Heads of services: one agent of a service, who learns that a question has passed the delay promised.

use domain::{form::Answers, problem::Problem, rights::StaffRole, staff_forms};
use platform::{Error, db::Tx, execute_tx, on, on_tx};

use super::{
    colleagues::{AddressedColleague, Colleague},
    store,
};
use crate::{
    Portal,
    id::StaffId,
    staff::audit::{self, ActKind, Author, Change},
};

/// Selects the head of service `$1`, who has role `$2` and can sign in.
const HEAD: &str =
    "SELECT m.id, m.name, m.mail FROM service_head h JOIN staff m ON m.id = h.member AND m.enabled
     JOIN staff_service x ON x.member = m.id AND x.service = h.service
     JOIN staff_role r ON r.member = m.id AND r.role = $2
     WHERE h.service = $1";

/// Returns the head of a service.
pub async fn head(portal: &Portal, service: &str) -> Result<Option<Colleague>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(HEAD).bind(service).bind(StaffRole::Agent.code()).fetch_optional(c).await
    })?)
}

/// Returns the head of a service, to notify them.
pub(crate) async fn addressed_head(tx: &mut Tx, service: &str) -> Result<Option<AddressedColleague>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(HEAD).bind(service).bind(StaffRole::Agent.code()).fetch_optional(c).await
    })?)
}

/// Makes an agent of the service its head, in place of the former one; `None`: the service has no head. Does nothing if nothing
/// changes.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NotAColleague`].
pub async fn set_head(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    member: Option<StaffId>,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    execute_tx!(tx, sqlx::query("UPDATE service_head SET member = member WHERE service = $1").bind(service))?;
    let before = addressed_head(&mut tx, service).await?;
    execute_tx!(tx, sqlx::query("DELETE FROM service_head WHERE service = $1").bind(service))?;
    if let Some(member) = member {
        insert(&mut tx, service, member).await?;
    }
    let after = addressed_head(&mut tx, service).await?;
    if member.is_some() && after.is_none() {
        return Err(Error::invalid("responsable", Problem::NotAColleague));
    }
    let name =
        |head: &Option<AddressedColleague>| head.as_ref().map_or_else(String::new, |head| head.name.clone());
    if before != after {
        let change = Change::of("Responsable", &name(&before), &name(&after));
        let now = portal.clock.now();
        audit::record(&mut tx, now, author, ActKind::ServiceChanged, service, change.as_slice()).await?;
    }
    Ok(tx.commit().await?)
}

/// Chooses the head of a service; the answer `responsable` is an agent, or [`staff_forms::NO_HEAD`].
///
/// # Errors
/// As [`set_head`].
pub async fn choose_head(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let member = match answers.text("responsable") {
        staff_forms::NO_HEAD => None,
        chosen => {
            let wrong = |_| Error::invalid("responsable", Problem::NotAColleague);
            Some(chosen.parse::<StaffId>().map_err(wrong)?)
        }
    };
    set_head(portal, author, service, member).await
}

/// Like [`set_head`], with the identifiant of the agent, from the command line.
///
/// # Errors
/// As [`set_head`]; [`Error::NotFound`] for an unknown member.
pub async fn set_head_by_login(portal: &Portal, service: &str, login: Option<&str>) -> Result<(), Error> {
    let member = match login {
        Some(login) => Some(store::find(portal, login).await?.id),
        None => None,
    };
    set_head(portal, &Author::CommandLine, service, member).await
}

async fn insert(tx: &mut Tx, service: &str, member: StaffId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO service_head (service, member) SELECT service, member FROM staff_service
             WHERE service = $1 AND member = $2
             ON CONFLICT (service) DO UPDATE SET member = excluded.member",
        )
        .bind(service)
        .bind(member)
    )?;
    Ok(())
}

/// Ends the role of head in the services that the member no longer has.
pub(super) async fn end_in_former_services(tx: &mut Tx, member: StaffId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM service_head WHERE member = $1 AND NOT EXISTS
             (SELECT 1 FROM staff_service x WHERE x.member = $1 AND x.service = service_head.service)",
        )
        .bind(member)
    )?;
    Ok(())
}
