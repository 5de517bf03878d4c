use sqlx::FromRow;

use platform::{Error, on};

use crate::{Portal, id::StaffId};

/// Data of an enabled member that sign-in needs.
#[derive(FromRow)]
pub struct Credentials {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub mail: String,
    /// `None` until a password is chosen.
    pub password_hash: Option<String>,
    pub remote: bool,
    /// Network of the last sign-in.
    pub network: Option<String>,
}

/// Returns `None` if the member is unknown or disabled.
pub async fn by_id(portal: &Portal, member: StaffId) -> Result<Option<Credentials>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, password_hash, remote, network FROM staff WHERE id = $1 AND enabled",
        )
        .bind(member)
        .fetch_optional(c)
        .await
    })?)
}

/// Like [`by_id`], by login in lower case.
pub async fn by_login(portal: &Portal, login: &str) -> Result<Option<Credentials>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, password_hash, remote, network FROM staff WHERE login = $1 AND enabled",
        )
        .bind(login)
        .fetch_optional(c)
        .await
    })?)
}
