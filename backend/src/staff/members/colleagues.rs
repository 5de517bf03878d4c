//! Agents who answer for the same service.

use domain::rights::StaffRole;
use sqlx::FromRow;

use platform::{Error, db::Tx, on, on_tx};

use crate::{Portal, id::StaffId};

/// An agent, as another agent sees them.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Colleague {
    pub id: StaffId,
    pub name: String,
}

/// A [`Colleague`] to notify.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AddressedColleague {
    pub id: StaffId,
    pub name: String,
    pub mail: String,
}

/// Returns the agents of a service who can sign in, by name.
pub async fn colleagues_in(portal: &Portal, service: &str) -> Result<Vec<Colleague>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT m.id, m.name FROM staff_service x
             JOIN staff m ON m.id = x.member AND m.enabled
             JOIN staff_role r ON r.member = m.id AND r.role = $2
             WHERE x.service = $1 ORDER BY m.name, m.id",
        )
        .bind(service)
        .bind(StaffRole::Agent.code())
        .fetch_all(c)
        .await
    })?)
}

/// Returns the codes of the services that the member answers for as an agent now, sorted.
pub(crate) async fn services_of_agent(portal: &Portal, member: StaffId) -> Result<Vec<String>, Error> {
    let mut services: Vec<String> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT x.service FROM staff_service x
             JOIN staff m ON m.id = x.member AND m.enabled
             JOIN staff_role r ON r.member = m.id AND r.role = $2
             WHERE x.member = $1",
        )
        .bind(member)
        .bind(StaffRole::Agent.code())
        .fetch_all(c)
        .await
    })?;
    services.sort();
    Ok(services)
}

/// Returns the agents of all services of a member, by name, with the member.
pub async fn colleagues(portal: &Portal, member: StaffId) -> Result<Vec<Colleague>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT DISTINCT m.id, m.name FROM staff_service own
             JOIN staff_service x ON x.service = own.service
             JOIN staff m ON m.id = x.member AND m.enabled
             JOIN staff_role r ON r.member = m.id AND r.role = $2
             WHERE own.member = $1 ORDER BY m.name, m.id",
        )
        .bind(member)
        .bind(StaffRole::Agent.code())
        .fetch_all(c)
        .await
    })?)
}

/// Returns an agent of the service who can sign in, and keeps them one until the end of the
/// transaction: a change of the member waits for it.
pub(crate) async fn lock_colleague(
    tx: &mut Tx,
    member: StaffId,
    service: &str,
) -> Result<Option<AddressedColleague>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE staff SET enabled = enabled WHERE id = $1 AND enabled
             AND EXISTS (SELECT 1 FROM staff_role r WHERE r.member = $1 AND r.role = $3)
             AND EXISTS (SELECT 1 FROM staff_service x WHERE x.member = $1 AND x.service = $2)
             RETURNING id, name, mail",
        )
        .bind(member)
        .bind(service)
        .bind(StaffRole::Agent.code())
        .fetch_optional(c)
        .await
    })?)
}

/// Returns the members of a service with this role who can sign in, to notify them.
pub(crate) async fn addressed_colleagues_in(
    tx: &mut Tx,
    service: &str,
    role: StaffRole,
) -> Result<Vec<AddressedColleague>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT m.id, m.name, m.mail FROM staff_service x
             JOIN staff m ON m.id = x.member AND m.enabled
             JOIN staff_role r ON r.member = m.id AND r.role = $2
             WHERE x.service = $1 ORDER BY m.name, m.id",
        )
        .bind(service)
        .bind(role.code())
        .fetch_all(c)
        .await
    })?)
}
