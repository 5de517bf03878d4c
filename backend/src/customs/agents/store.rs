use domain::{login::account_key, typed_text};
use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx, dialect},
    execute, execute_tx, on,
};

use crate::{Portal, id::AgentId};

/// An agent to create.
#[derive(Clone, Debug)]
pub struct NewAgent<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub mail: &'a str,
    pub password: &'a str,
    /// Codes of existing services.
    pub services: &'a [String],
    /// May sign in from outside the administration's networks.
    pub remote: bool,
}

/// A line of the list of agents.
#[derive(Clone, Debug, FromRow)]
pub struct AgentRow {
    pub id: AgentId,
    pub login: String,
    pub name: String,
    pub mail: String,
    pub enabled: bool,
    pub remote: bool,
    pub signed_in_at: Option<Moment>,
}

/// Returns every agent, by login.
pub async fn list(portal: &Portal) -> Result<Vec<AgentRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, enabled, remote, signed_in_at FROM agent ORDER BY login",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Returns the names of the services of an agent, sorted.
pub async fn service_names(portal: &Portal, agent: AgentId) -> Result<Vec<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT s.name FROM agent_service x JOIN service s ON s.code = x.service WHERE x.agent = $1
             ORDER BY s.name, s.code",
        )
        .bind(agent)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the agent with this login.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent.
pub async fn find(portal: &Portal, login: &str) -> Result<AgentRow, Error> {
    let found: Option<AgentRow> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, enabled, remote, signed_in_at FROM agent WHERE login = $1",
        )
        .bind(account_key(login))
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Inserts an agent. Returns its identifier, or `None` if the login is taken.
pub async fn insert(
    tx: &mut Tx,
    agent: &NewAgent<'_>,
    password_hash: &str,
    now: Moment,
) -> Result<Option<AgentId>, Error> {
    let id = AgentId::generate();
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO agent (id, login, name, mail, password_hash, remote, enabled, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7)",
        )
        .bind(id)
        .bind(account_key(agent.login))
        .bind(typed_text::line(agent.name))
        .bind(account_key(agent.mail))
        .bind(password_hash)
        .bind(agent.remote)
        .bind(now)
    );
    match inserted {
        Err(error) if dialect::is_unique_violation(&error) => Ok(None),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(Some(id)),
    }
}

/// Assigns a service to the agent. Returns `false` if the service is unknown or already assigned.
pub async fn insert_service(tx: &mut Tx, agent: AgentId, service: &str) -> Result<bool, Error> {
    let inserted =
        execute_tx!(tx, sqlx::query(
            "INSERT INTO agent_service (agent, service) SELECT $1, s.code FROM service s WHERE s.code = $2
             ON CONFLICT DO NOTHING",
        )
        .bind(agent)
        .bind(service))?;
    Ok(inserted == 1)
}

/// Removes every service of the agent.
pub async fn delete_services(tx: &mut Tx, agent: AgentId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM agent_service WHERE agent = $1").bind(agent))?;
    Ok(())
}

pub async fn update_remote(portal: &Portal, agent: AgentId, remote: bool) -> Result<(), Error> {
    execute!(portal.db, sqlx::query("UPDATE agent SET remote = $1 WHERE id = $2").bind(remote).bind(agent))?;
    Ok(())
}

pub async fn update_password(tx: &mut Tx, agent: AgentId, password_hash: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE agent SET password_hash = $1 WHERE id = $2").bind(password_hash).bind(agent)
    )?;
    Ok(())
}

pub async fn disable(tx: &mut Tx, agent: AgentId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("UPDATE agent SET enabled = FALSE WHERE id = $1").bind(agent))?;
    Ok(())
}

/// Records date and network of a sign-in.
pub async fn record_sign_in(tx: &mut Tx, agent: AgentId, network: &str, now: Moment) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE agent SET signed_in_at = $1, network = $2 WHERE id = $3")
            .bind(now)
            .bind(network)
            .bind(agent)
    )?;
    Ok(())
}
