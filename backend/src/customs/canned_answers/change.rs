use domain::{
    canned_answer::{self, MAX_OF_AGENT, MAX_OF_SERVICE, PERSONAL},
    form::{Answers, ChoiceOption, FormDefinition},
    problem::Problem,
    rights::{Action, decide},
};
use sqlx::types::Json;

use platform::{Error, db::Tx, execute, execute_tx, on_tx};

use super::find::canned_answer;
use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    directory::services,
    id::{CannedAnswerId, StaffId},
};

/// Returns the form of a new canned answer, with the services of the agent.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn creation_form(portal: &Portal, session: &Session) -> Result<FormDefinition, Error> {
    let agent = session.agent()?;
    let actor = agent.actor();
    let mut all = services::list(portal).await?;
    all.retain(|one| decide(&actor, &Action::KeepCannedAnswers { service: &one.code }).is_allowed());
    let services: Vec<_> = all.into_iter().map(|one| ChoiceOption::new(one.code, one.name)).collect();
    Ok(canned_answer::form(Some(&services), &motif_options(portal)))
}

/// Returns the form that changes a canned answer.
pub fn edition_form(portal: &Portal) -> FormDefinition {
    canned_answer::form(None, &motif_options(portal))
}

fn motif_options(portal: &Portal) -> Vec<ChoiceOption> {
    portal.motifs.current().all().iter().map(|motif| ChoiceOption::new(&motif.id, &motif.title)).collect()
}

/// Creates a canned answer, of a service or of the agent. Idempotent per `id`, generated with the page's form.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent; problems of the form;
/// [`Problem::TooManyCannedAnswers`].
pub async fn create(
    portal: &Portal,
    session: &Session,
    id: CannedAnswerId,
    answers: &Answers,
) -> Result<(), Error> {
    let agent = session.agent()?;
    let canned = canned_answer::read(&creation_form(portal, session).await?, answers)?;
    // The form offers the services of the agent only.
    let service = Some(answers.text("portee")).filter(|scope| *scope != PERSONAL);
    let new = NewCanned { id, service, member: service.is_none().then_some(agent.id), canned: &canned };
    let mut tx = portal.db.begin().await?;
    if new.insert(&mut tx, portal, agent).await? {
        new.require_room(&mut tx).await?;
    }
    Ok(tx.commit().await?)
}

struct NewCanned<'a> {
    id: CannedAnswerId,
    service: Option<&'a str>,
    member: Option<StaffId>,
    canned: &'a canned_answer::CannedAnswer,
}

impl NewCanned<'_> {
    /// Returns `false` if it was inserted before.
    async fn insert(&self, tx: &mut Tx, portal: &Portal, author: &StaffMember) -> Result<bool, Error> {
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO canned_answer (id, service, member, title, content, motifs, changed_by, changed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
            )
            .bind(self.id)
            .bind(self.service)
            .bind(self.member)
            .bind(&self.canned.title)
            .bind(&self.canned.text)
            .bind(Json(&self.canned.motifs))
            .bind(&author.name)
            .bind(portal.clock.now())
        )?;
        Ok(inserted == 1)
    }

    /// Requires the scope to have at most as many as allowed, with this one.
    async fn require_room(&self, tx: &mut Tx) -> Result<(), Error> {
        let max = if self.service.is_some() { MAX_OF_SERVICE } else { MAX_OF_AGENT };
        let count: i64 = on_tx!(tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM canned_answer WHERE service = $1 OR member = $2")
                .bind(self.service)
                .bind(self.member)
                .fetch_one(c)
                .await
        })?;
        match usize::try_from(count).is_ok_and(|count| count <= max) {
            true => Ok(()),
            false => Err(Error::invalid("", Problem::TooManyCannedAnswers { max })),
        }
    }
}

/// Changes a canned answer; its scope stays.
///
/// # Errors
/// As [`canned_answer`]; problems of the form.
pub async fn change(
    portal: &Portal,
    session: &Session,
    id: CannedAnswerId,
    answers: &Answers,
) -> Result<(), Error> {
    canned_answer(portal, session, id).await?;
    let canned = canned_answer::read(&edition_form(portal), answers)?;
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE canned_answer SET title = $1, content = $2, motifs = $3, changed_by = $4, changed_at = $5 WHERE id = $6",
        )
        .bind(&canned.title)
        .bind(&canned.text)
        .bind(Json(&canned.motifs))
        .bind(&session.agent()?.name)
        .bind(portal.clock.now())
        .bind(id)
    )?;
    Ok(())
}

/// Deletes a canned answer.
///
/// # Errors
/// As [`canned_answer`].
pub async fn delete(portal: &Portal, session: &Session, id: CannedAnswerId) -> Result<(), Error> {
    canned_answer(portal, session, id).await?;
    execute!(portal.db, sqlx::query("DELETE FROM canned_answer WHERE id = $1").bind(id))?;
    Ok(())
}
