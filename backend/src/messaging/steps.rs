//! A question moves on: who acts, which status follows, who is told.

use domain::{
    message::{Party, Status, Step},
    problem::Problem,
};
use uuid::Uuid;

use crate::{
    Error, Portal, companies,
    db::{Moment, Tx},
    notifications, on_tx,
    session::{Session, Visitor},
};

use super::{
    access::may,
    conversations::{self, Conversation},
};

/// The visitor acting on a question.
pub(super) struct Author {
    pub party: Party,
    pub id: Uuid,
    pub name: String,
}

impl Author {
    pub fn of(session: &Session) -> Result<Author, Error> {
        match &session.visitor {
            Visitor::Usager(usager) => {
                Ok(Author { party: Party::Usager, id: usager.account, name: usager.full_name() })
            }
            Visitor::Agent(agent) => {
                Ok(Author { party: Party::Agent, id: agent.agent, name: agent.name.clone() })
            }
            _ => Err(Error::NotFound),
        }
    }

    pub fn step(&self) -> Step {
        match self.party {
            Party::Usager => Step::FollowUp,
            Party::Agent => Step::Answer,
        }
    }

    pub fn kind(&self) -> &'static str {
        match self.party {
            Party::Usager => "suite",
            Party::Agent => "reponse",
        }
    }
}

/// An agent of the service takes the question in charge; doing it twice does it once.
pub async fn take_in_charge(portal: &Portal, session: &Session, conversation: Uuid) -> Result<(), Error> {
    session.agent()?;
    act(portal, session, conversation, Step::TakeInCharge, Status::PrisEnCharge).await
}

/// The operator no longer asks, or the service is done; doing it twice does it once.
pub async fn close(portal: &Portal, session: &Session, conversation: Uuid) -> Result<(), Error> {
    let step = Step::Close(Author::of(session)?.party);
    act(portal, session, conversation, step, Status::Clos).await
}

async fn act(
    portal: &Portal,
    session: &Session,
    conversation: Uuid,
    step: Step,
    reached: Status,
) -> Result<(), Error> {
    let author = Author::of(session)?;
    let (found, _) = writable(portal, session, conversation).await?;
    if found.status() == reached {
        return Ok(());
    }
    let audience = audience(portal, &found).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let status = advance(&mut tx, &found, step, &author, now).await?;
    if author.party == Party::Agent {
        notifications::tell(&mut tx, portal, now, &found, status, &audience).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

pub(super) async fn writable(
    portal: &Portal,
    session: &Session,
    id: Uuid,
) -> Result<(Conversation, Party), Error> {
    conversations::may_write(portal, session, id).await?;
    conversations::readable(portal, session, id).await
}

/// Moves the question on, once: whoever was faster makes the others read again.
pub(super) async fn advance(
    tx: &mut Tx,
    conversation: &Conversation,
    step: Step,
    author: &Author,
    now: Moment,
) -> Result<Status, Error> {
    let before = conversation.status();
    let after = before.after(step).map_err(|problem| Error::invalid("", problem))?;
    let by_agent = author.party == Party::Agent;
    let moved = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE conversation SET status = $1, activity_at = $2,
                 taken_at = CASE WHEN $1 = 'pris_en_charge' THEN COALESCE(taken_at, $2) ELSE taken_at END,
                 answered_at = CASE WHEN $1 = 'repondu' THEN COALESCE(answered_at, $2) ELSE answered_at END,
                 closed_at = CASE WHEN $1 = 'clos' THEN $2 ELSE closed_at END,
                 service_activity_at = CASE WHEN $3 THEN $2 ELSE service_activity_at END
             WHERE id = $4 AND status = $5",
        )
        .bind(after.code())
        .bind(now)
        .bind(by_agent)
        .bind(conversation.id)
        .bind(before.code())
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if moved != 1 {
        return Err(Error::invalid("", Problem::StepNotAllowed));
    }
    if after != before {
        on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO conversation_step (id, conversation, status, at, by_agent, by_name, by_account)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(Uuid::now_v7())
            .bind(conversation.id)
            .bind(after.code())
            .bind(now)
            .bind(by_agent)
            .bind(&author.name)
            .bind((!by_agent).then_some(author.id))
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    Ok(after)
}

/// The accounts that may read the question now, with their last known rights.
pub(super) async fn audience(portal: &Portal, conversation: &Conversation) -> Result<Vec<Uuid>, Error> {
    let siren = &conversation.siren;
    let accounts = companies::accounts_of_siren(portal, siren).await?;
    let allowed =
        accounts.into_iter().filter(|(_, habilitations)| may(habilitations, siren, &conversation.reading()));
    Ok(allowed.map(|(account, _)| account).collect())
}
