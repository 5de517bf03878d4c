use domain::{email::Email, login::Login, problem::FieldProblem, problem::Problem, typed_text};

use platform::{Error, db::Tx};

use super::store::{self, NewAgent};

use crate::{Portal, accounts::sessions, id::AgentId};

/// Creates an agent.
///
/// # Errors
/// [`Error::Invalid`]: invalid or taken login, invalid e-mail address, weak password, unknown service, no name.
pub async fn create(portal: &Portal, agent: &NewAgent<'_>) -> Result<AgentId, Error> {
    check(portal, agent).await?;
    let hash = portal.passwords.hash(agent.password.to_owned()).await?;
    let mut tx = portal.db.begin().await?;
    let Some(id) = store::insert(&mut tx, agent, &hash, portal.clock.now()).await? else {
        return Err(Error::invalid("identifiant", Problem::LoginTaken));
    };
    assign_services(&mut tx, id, agent.services).await?;
    tx.commit().await?;
    Ok(id)
}

async fn check(portal: &Portal, agent: &NewAgent<'_>) -> Result<(), Error> {
    let password_problem =
        password_problem(portal, agent.password, agent.login, agent.name, agent.mail).await?;
    let name_problem =
        typed_text::line(agent.name).is_empty().then(|| Problem::Missing { label: "Nom".to_owned() });
    let problems: Vec<FieldProblem> = [
        ("identifiant", Login::parse(agent.login).err()),
        ("email", Email::parse(agent.mail).err()),
        ("nom", name_problem),
        ("mot_de_passe", password_problem),
    ]
    .into_iter()
    .filter_map(|(field, problem)| problem.map(|problem| FieldProblem::new(field, problem)))
    .collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

async fn password_problem(
    portal: &Portal,
    typed: &str,
    login: &str,
    name: &str,
    mail: &str,
) -> Result<Option<Problem>, Error> {
    let personal: Vec<String> = name.split_whitespace().chain([login, mail]).map(str::to_owned).collect();
    Ok(portal.passwords.check_new(typed, &personal).await?.err())
}

/// Replaces the services of the agent.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent, [`Error::Invalid`] for an unknown service.
pub async fn set_services(portal: &Portal, login: &str, services: &[String]) -> Result<(), Error> {
    let agent = store::find(portal, login).await?;
    let mut tx = portal.db.begin().await?;
    store::delete_services(&mut tx, agent.id).await?;
    assign_services(&mut tx, agent.id, services).await?;
    Ok(tx.commit().await?)
}

async fn assign_services(tx: &mut Tx, agent: AgentId, services: &[String]) -> Result<(), Error> {
    for service in services {
        if !store::insert_service(tx, agent, service).await? {
            let service = service.clone();
            return Err(Error::invalid("services", Problem::ServiceNotAssignable { service }));
        }
    }
    Ok(())
}

/// Grants or withdraws remote access, from the agent's next request on.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent.
pub async fn set_remote(portal: &Portal, login: &str, remote: bool) -> Result<(), Error> {
    let agent = store::find(portal, login).await?;
    store::update_remote(portal, agent.id, remote).await
}

/// Replaces the agent's password and closes their sessions.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent, [`Error::Invalid`] for a weak password.
pub async fn set_password(portal: &Portal, login: &str, typed: &str) -> Result<(), Error> {
    let agent = store::find(portal, login).await?;
    let problem = password_problem(portal, typed, &agent.login, &agent.name, &agent.mail).await?;
    if let Some(problem) = problem {
        return Err(Error::invalid("mot_de_passe", problem));
    }
    let hash = portal.passwords.hash(typed.to_owned()).await?;
    let mut tx = portal.db.begin().await?;
    store::update_password(&mut tx, agent.id, &hash).await?;
    sessions::close_of_agent(&mut tx, portal.clock.now(), agent.id).await?;
    Ok(tx.commit().await?)
}

/// Disables the agent and closes their sessions.
///
/// # Errors
/// [`Error::NotFound`] for an unknown agent.
pub async fn disable(portal: &Portal, login: &str) -> Result<(), Error> {
    let agent = store::find(portal, login).await?;
    let mut tx = portal.db.begin().await?;
    store::disable(&mut tx, agent.id).await?;
    sessions::close_of_agent(&mut tx, portal.clock.now(), agent.id).await?;
    Ok(tx.commit().await?)
}
