use sqlx::FromRow;

use platform::{Error, on};

use crate::{Portal, id::AgentId};

/// Data of an enabled agent that sign-in needs.
#[derive(FromRow)]
pub struct Credentials {
    pub id: AgentId,
    pub login: String,
    pub name: String,
    pub mail: String,
    pub password_hash: String,
    pub remote: bool,
    /// Network of the last sign-in.
    pub network: Option<String>,
}

/// Returns `None` if the agent is unknown or disabled.
pub async fn by_id(portal: &Portal, agent: AgentId) -> Result<Option<Credentials>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, password_hash, remote, network FROM agent WHERE id = $1 AND enabled",
        )
        .bind(agent)
        .fetch_optional(c)
        .await
    })?)
}

/// Like [`by_id`], by login in lower case.
pub async fn by_login(portal: &Portal, login: &str) -> Result<Option<Credentials>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, password_hash, remote, network FROM agent WHERE login = $1 AND enabled",
        )
        .bind(login)
        .fetch_optional(c)
        .await
    })?)
}
