use domain::{
    canned_answer,
    rights::{Action, decide},
};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    id::{CannedAnswerId, StaffId},
};

/// A canned answer that the agent may use.
#[derive(Clone, Debug)]
pub struct CannedAnswer {
    pub id: CannedAnswerId,
    pub scope: Scope,
    pub content: canned_answer::CannedAnswer,
    /// Name of the agent who changed it last.
    pub changed_by: String,
    pub changed_at: Moment,
}

/// Agents who use a canned answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Service { code: String, name: String },
    Agent(StaffId),
}

impl Scope {
    /// Returns `true` if the agent may use and change its canned answers.
    fn is_open_to(&self, agent: &StaffMember) -> bool {
        match self {
            Scope::Service { code, .. } => {
                decide(&agent.actor(), &Action::KeepCannedAnswers { service: code }).is_allowed()
            }
            Scope::Agent(member) => *member == agent.id,
        }
    }
}

#[derive(FromRow)]
struct CannedRow {
    id: CannedAnswerId,
    service: Option<String>,
    service_name: Option<String>,
    member: Option<StaffId>,
    title: String,
    content: String,
    motifs: Json<Vec<String>>,
    changed_by: String,
    changed_at: Moment,
}

impl From<CannedRow> for CannedAnswer {
    fn from(row: CannedRow) -> Self {
        let scope = match row.service {
            Some(code) => Scope::Service { name: row.service_name.unwrap_or_else(|| code.clone()), code },
            None => Scope::Agent(row.member.unwrap_or(StaffId::NIL)),
        };
        let content =
            canned_answer::CannedAnswer { title: row.title, text: row.content, motifs: row.motifs.0 };
        CannedAnswer { id: row.id, scope, content, changed_by: row.changed_by, changed_at: row.changed_at }
    }
}

macro_rules! select_canned {
    ($end:literal) => {
        concat!(
            "SELECT a.id, a.service, s.name AS service_name, a.member, a.title, a.content, a.motifs, a.changed_by, a.changed_at
             FROM canned_answer a LEFT JOIN service s ON s.code = a.service ",
            $end
        )
    };
}

/// Returns a canned answer.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one, one of another agent or of a service of others.
pub async fn canned_answer(
    portal: &Portal,
    session: &Session,
    id: CannedAnswerId,
) -> Result<CannedAnswer, Error> {
    // First: the answer to those who are no agents must not depend on whether it exists.
    let agent = session.agent()?;
    let found: Option<CannedRow> = on!(portal.db, |c| {
        sqlx::query_as(select_canned!("WHERE a.id = $1")).bind(id).fetch_optional(c).await
    })?;
    let found = found.map(CannedAnswer::from).filter(|one| one.scope.is_open_to(agent));
    found.ok_or(Error::NotFound)
}

/// Returns the canned answers of the agent, then those of each of their services, by title.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn canned_answers(portal: &Portal, session: &Session) -> Result<Vec<CannedAnswer>, Error> {
    let agent = session.agent()?;
    let mut all = of_agent(portal, agent.id).await?;
    for service in &agent.services {
        all.extend(of_service(portal, service).await?);
    }
    all.retain(|one| one.scope.is_open_to(agent));
    Ok(all)
}

/// Returns the canned answers of an agent, by title.
pub(super) async fn of_agent(portal: &Portal, member: StaffId) -> Result<Vec<CannedAnswer>, Error> {
    let rows: Vec<CannedRow> = on!(portal.db, |c| {
        sqlx::query_as(select_canned!("WHERE a.member = $1 ORDER BY a.title, a.id"))
            .bind(member)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(CannedAnswer::from).collect())
}

/// Returns the canned answers of a service, by title.
pub(super) async fn of_service(portal: &Portal, service: &str) -> Result<Vec<CannedAnswer>, Error> {
    let rows: Vec<CannedRow> = on!(portal.db, |c| {
        sqlx::query_as(select_canned!("WHERE a.service = $1 ORDER BY a.title, a.id"))
            .bind(service)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(CannedAnswer::from).collect())
}
