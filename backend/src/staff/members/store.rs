use domain::{
    login::account_key,
    rights::{Action, StaffRole},
};
use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use super::details::Details;
use crate::{Portal, accounts::sessions::Session, id::StaffId};

/// A member to create.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub mail: &'a str,
    pub password: &'a str,
    pub roles: &'a [StaffRole],
    /// Codes of existing services that they answer for as an agent.
    pub services: &'a [String],
    /// May sign in from outside the administration's networks.
    pub remote: bool,
}

/// A line of the list of members.
#[derive(Clone, Debug, FromRow)]
pub struct MemberRow {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub mail: String,
    pub enabled: bool,
    pub remote: bool,
    pub signed_in_at: Option<Moment>,
    /// FALSE until the person has chosen a password.
    pub has_password: bool,
    /// Has an authenticator app or a passkey.
    pub has_strong_factor: bool,
    /// Codes of the roles, joined by commas.
    roles: Option<String>,
    /// Codes of the services, joined by commas.
    services: Option<String>,
}

impl MemberRow {
    /// Returns the roles, in the order of [`StaffRole::ALL`].
    pub fn roles(&self) -> Vec<StaffRole> {
        let codes: Vec<&str> = self.roles.as_deref().unwrap_or_default().split(',').collect();
        StaffRole::ALL.into_iter().filter(|role| codes.contains(&role.code())).collect()
    }

    pub fn details(&self) -> Details {
        let services = self.services.as_deref().unwrap_or_default().split(',');
        Details {
            name: self.name.clone(),
            mail: self.mail.clone(),
            roles: self.roles(),
            services: services.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            remote: self.remote,
            enabled: self.enabled,
        }
        .normal()
    }
}

/// Columns of a [`MemberRow`].
macro_rules! member_columns {
    () => {
        "s.id, s.login, s.name, s.mail, s.enabled, s.remote, s.signed_in_at,
         s.password_hash IS NOT NULL AS has_password,
         (EXISTS (SELECT 1 FROM totp_factor t WHERE t.staff_id = s.id)
          OR EXISTS (SELECT 1 FROM passkey p WHERE p.staff_id = s.id)) AS has_strong_factor,
         (SELECT STRING_AGG(r.role, ',') FROM staff_role r WHERE r.member = s.id) AS roles,
         (SELECT STRING_AGG(x.service, ',') FROM staff_service x WHERE x.member = s.id) AS services"
    };
}

/// Returns every member, by login.
pub async fn list(portal: &Portal) -> Result<Vec<MemberRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT ", member_columns!(), " FROM staff s ORDER BY s.login"))
            .fetch_all(c)
            .await
    })?)
}

/// Returns a member.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to see the administration; [`Error::NotFound`] for an unknown
/// member.
pub async fn member(portal: &Portal, session: &Session, id: StaffId) -> Result<MemberRow, Error> {
    session.staff_allowed(&Action::SeeAdministration)?;
    let found: Option<MemberRow> = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT ", member_columns!(), " FROM staff s WHERE s.id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the names of the services of a member, sorted.
pub async fn service_names(portal: &Portal, member: StaffId) -> Result<Vec<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT s.name FROM staff_service x JOIN service s ON s.code = x.service WHERE x.member = $1
             ORDER BY s.name, s.code",
        )
        .bind(member)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the member with this login.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member.
pub async fn find(portal: &Portal, login: &str) -> Result<MemberRow, Error> {
    let found: Option<MemberRow> = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT ", member_columns!(), " FROM staff s WHERE s.login = $1"))
            .bind(account_key(login))
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Inserts a member. Returns its identifier, or `None` if the login is taken.
pub async fn insert(
    tx: &mut Tx,
    login: &str,
    details: &Details,
    password_hash: Option<&str>,
    now: Moment,
) -> Result<Option<StaffId>, Error> {
    let id = StaffId::generate();
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO staff (id, login, name, mail, password_hash, remote, enabled, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7) ON CONFLICT (login) DO NOTHING",
        )
        .bind(id)
        .bind(account_key(login))
        .bind(&details.name)
        .bind(&details.mail)
        .bind(password_hash)
        .bind(details.remote)
        .bind(now)
    )?;
    Ok((inserted == 1).then_some(id))
}

/// Updates name, mail address, remote access and state of a member.
pub async fn update(tx: &mut Tx, member: StaffId, details: &Details) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE staff SET name = $1, mail = $2, remote = $3, enabled = $4 WHERE id = $5")
            .bind(&details.name)
            .bind(&details.mail)
            .bind(details.remote)
            .bind(details.enabled)
            .bind(member)
    )?;
    Ok(())
}

/// Returns login and details of a member.
pub async fn details(tx: &mut Tx, member: StaffId) -> Result<Option<(String, Details)>, Error> {
    let row: Option<MemberRow> = on_tx!(tx, |c| {
        sqlx::query_as(concat!("SELECT ", member_columns!(), " FROM staff s WHERE s.id = $1"))
            .bind(member)
            .fetch_optional(c)
            .await
    })?;
    Ok(row.map(|row| (row.login.clone(), row.details())))
}

/// Locks the rows of all administrators until the transaction ends.
pub async fn lock_administrators(tx: &mut Tx) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE staff SET enabled = enabled WHERE id IN (SELECT member FROM staff_role WHERE role = $1)",
        )
        .bind(StaffRole::Administrator.code())
    )?;
    Ok(())
}

/// Returns the number of administrators who can sign in: enabled, with a password.
pub async fn count_administrators(tx: &mut Tx) -> Result<i64, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM staff s JOIN staff_role r ON r.member = s.id
             WHERE r.role = $1 AND s.enabled AND s.password_hash IS NOT NULL",
        )
        .bind(StaffRole::Administrator.code())
        .fetch_one(c)
        .await
    })?)
}

/// Assigns a service to the member. Returns `false` if the service is unknown or already assigned.
pub async fn insert_service(tx: &mut Tx, member: StaffId, service: &str) -> Result<bool, Error> {
    let inserted =
        execute_tx!(tx, sqlx::query(
            "INSERT INTO staff_service (member, service) SELECT $1, s.code FROM service s WHERE s.code = $2
             ON CONFLICT DO NOTHING",
        )
        .bind(member)
        .bind(service))?;
    Ok(inserted == 1)
}

/// Replaces the roles of the member.
pub async fn replace_roles(tx: &mut Tx, member: StaffId, roles: &[StaffRole]) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM staff_role WHERE member = $1").bind(member))?;
    for role in roles {
        execute_tx!(
            tx,
            sqlx::query("INSERT INTO staff_role (member, role) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(member)
                .bind(role.code())
        )?;
    }
    Ok(())
}

/// Removes every service of the member.
pub async fn delete_services(tx: &mut Tx, member: StaffId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM staff_service WHERE member = $1").bind(member))?;
    Ok(())
}

pub async fn update_password(tx: &mut Tx, member: StaffId, password_hash: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE staff SET password_hash = $1 WHERE id = $2").bind(password_hash).bind(member)
    )?;
    Ok(())
}

/// Records date and network of a sign-in.
pub async fn record_sign_in(tx: &mut Tx, member: StaffId, network: &str, now: Moment) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE staff SET signed_in_at = $1, network = $2 WHERE id = $3")
            .bind(now)
            .bind(network)
            .bind(member)
    )?;
    Ok(())
}
