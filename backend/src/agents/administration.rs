//! Agents' accounts, managed from the server's command line: nobody registers as an agent.

use domain::{email::Email, login::Login, password, problem::FieldProblem, problem::Problem};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Moment, Tx, dialect},
    live::Signal,
    on, on_tx, passwords,
};

use super::services::refused;

/// An agent to be created.
#[derive(Clone, Debug)]
pub struct NewAgent<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub mail: &'a str,
    pub password: &'a str,
    /// Codes of services that exist.
    pub services: &'a [String],
    /// May sign in from outside the administration's networks.
    pub remote: bool,
}

/// A line of the list of agents.
#[derive(Clone, Debug, FromRow)]
pub struct AgentRow {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub mail: String,
    pub enabled: bool,
    pub remote: bool,
    pub signed_in_at: Option<Moment>,
}

/// Creates an agent.
///
/// # Errors
/// [`Error::Invalid`]: a login that is taken or unfit, an unfit address, a weak password, an unknown service, no name.
pub async fn create(portal: &Portal, agent: &NewAgent<'_>) -> Result<Uuid, Error> {
    let hash = portal.passwords.hash(checked(agent)?).await?;
    let id = Uuid::now_v7();
    let mut tx = portal.db.begin().await?;
    let inserted = on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO agent (id, login, name, mail, password_hash, remote, enabled, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7)",
        )
        .bind(id)
        .bind(agent.login.to_lowercase())
        .bind(agent.name.trim())
        .bind(agent.mail.trim())
        .bind(hash)
        .bind(agent.remote)
        .bind(portal.clock.now())
        .execute(c)
        .await
        .map(|_| ())
    });
    match inserted {
        Err(error) if dialect::is_taken(&error) => {
            return Err(Error::invalid("identifiant", Problem::LoginTaken));
        }
        other => other?,
    }
    assign(&mut tx, id, agent.services).await?;
    tx.commit().await?;
    Ok(id)
}

/// The password, once everything else was found right.
fn checked(agent: &NewAgent) -> Result<String, Error> {
    let mut problems = Vec::new();
    let mut note = |field: &str, problem: Option<Problem>| {
        problems.extend(problem.map(|problem| FieldProblem { field: field.to_owned(), problem }));
    };
    note("identifiant", Login::parse(agent.login).err());
    note("email", Email::parse(agent.mail).err());
    let no_name = agent.name.trim().is_empty().then(|| Problem::Missing { label: "Nom".to_owned() });
    note("nom", no_name);
    note("mot_de_passe", weak(agent.password, agent.login, agent.name, agent.mail));
    if problems.is_empty() { Ok(agent.password.to_owned()) } else { Err(Error::Invalid(problems)) }
}

fn weak(typed: &str, login: &str, name: &str, mail: &str) -> Option<Problem> {
    let personal: Vec<&str> = name.split_whitespace().chain([login, mail]).collect();
    password::check(typed, &personal, Some(passwords::score(typed, &personal))).err()
}

/// The agent works for these services from now on, and no other.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent, [`Error::Invalid`] for an unknown service.
pub async fn set_services(portal: &Portal, login: &str, services: &[String]) -> Result<(), Error> {
    let agent = by_login(portal, login).await?;
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM agent_service WHERE agent = $1").bind(agent.id).execute(c).await.map(|_| ())
    })?;
    assign(&mut tx, agent.id, services).await?;
    Ok(tx.commit().await?)
}

async fn assign(tx: &mut Tx, agent: Uuid, services: &[String]) -> Result<(), Error> {
    for service in services {
        let assigned = on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO agent_service (agent, service) SELECT $1, s.code FROM service s WHERE s.code = $2
                 ON CONFLICT DO NOTHING",
            )
            .bind(agent)
            .bind(service)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if assigned == 0 {
            return Err(refused(
                "services",
                &format!("Le service «\u{a0}{service}\u{a0}» n’existe pas ou est cité deux fois."),
            ));
        }
    }
    Ok(())
}

/// Gives or takes the right to work from outside the administration's networks: it holds from the next request on.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent.
pub async fn set_remote(portal: &Portal, login: &str, remote: bool) -> Result<(), Error> {
    let agent = by_login(portal, login).await?;
    change!(portal.db, |c| {
        sqlx::query("UPDATE agent SET remote = $1 WHERE id = $2")
            .bind(remote)
            .bind(agent.id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Gives the agent another password; their sessions end.
pub async fn set_password(portal: &Portal, login: &str, typed: &str) -> Result<(), Error> {
    let agent = by_login(portal, login).await?;
    if let Some(problem) = weak(typed, &agent.login, &agent.name, &agent.mail) {
        return Err(Error::invalid("mot_de_passe", problem));
    }
    let hash = portal.passwords.hash(typed.to_owned()).await?;
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query("UPDATE agent SET password_hash = $1 WHERE id = $2")
            .bind(hash)
            .bind(agent.id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    close_sessions(&mut tx, agent.id, portal.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// The agent is nobody from their next request on.
pub async fn disable(portal: &Portal, login: &str) -> Result<(), Error> {
    let agent = by_login(portal, login).await?;
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query("UPDATE agent SET enabled = FALSE WHERE id = $1")
            .bind(agent.id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    close_sessions(&mut tx, agent.id, portal.clock.now()).await?;
    Ok(tx.commit().await?)
}

async fn close_sessions(tx: &mut Tx, agent: Uuid, now: Moment) -> Result<(), Error> {
    tx.tell(Signal::Session(agent));
    on_tx!(tx, |c| {
        sqlx::query("UPDATE session SET closed_at = $1 WHERE agent_id = $2 AND closed_at IS NULL")
            .bind(now)
            .bind(agent)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn by_login(portal: &Portal, login: &str) -> Result<AgentRow, Error> {
    let found: Option<AgentRow> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, enabled, remote, signed_in_at FROM agent WHERE login = $1",
        )
        .bind(login.to_lowercase())
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Every agent, by login.
pub async fn list(portal: &Portal) -> Result<Vec<AgentRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, enabled, remote, signed_in_at FROM agent ORDER BY login",
        )
        .fetch_all(c)
        .await
    })?)
}
