//! Drafts: whatever was typed is kept on the server, right or wrong, until it is sent or thrown away.

mod form;
mod start;

use domain::{form::Answers, motif::Motif, siren::Siren};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Moment, Tx},
    files::FileKey,
    on, on_tx,
    session::{Session, Visitor},
};

use super::{
    access::Access,
    attachments::{self, Attachment},
};

pub use form::{DraftForm, Lists, form, form_problems, problems};
pub use start::{Prefill, start, tree};

/// Name of the answer that says which service shall receive the question.
pub const RECIPIENT: &str = "service";

/// A question being written.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: Uuid,
    pub siren: Siren,
    /// The motif as it was when the question was begun.
    pub motif: Motif,
    pub answers: Answers,
    pub attachments: Vec<Attachment>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// A line of the list of drafts to resume.
#[derive(Clone, Debug, FromRow)]
pub struct DraftSummary {
    pub id: Uuid,
    #[sqlx(json)]
    definition: Motif,
    #[sqlx(json)]
    answers: Answers,
    pub files: i64,
    pub updated_at: Moment,
}

impl DraftSummary {
    pub fn motif(&self) -> &Motif {
        &self.definition
    }

    /// What was typed as subject, or the motif.
    pub fn subject(&self) -> &str {
        match self.answers.text("objet") {
            "" => &self.definition.title,
            subject => subject,
        }
    }
}

/// What every use case on a draft must know first.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct OwnedDraft {
    #[sqlx(try_from = "String")]
    pub siren: Siren,
    pub confidential: bool,
    pub definition: Option<Json<Motif>>,
    pub conversation: Option<Uuid>,
    pub answers: Json<Answers>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// A draft of the visitor's, rights checked now: a question's or follow-up's of the chosen SIREN, or an agent's answer.
///
/// # Errors
/// [`Error::NotFound`] for somebody else's, another company's, a confidential one without the right, a sent one.
pub(crate) async fn owned(portal: &Portal, session: &Session, id: Uuid) -> Result<OwnedDraft, Error> {
    let owner = match &session.visitor {
        Visitor::Usager(usager) => usager.account,
        Visitor::Agent(agent) => agent.agent,
        _ => return Err(Error::NotFound),
    };
    let found: Option<OwnedDraft> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT siren, confidential, definition, conversation, answers, created_at, updated_at
             FROM draft WHERE id = $1 AND owner = $2",
        )
        .bind(id)
        .bind(owner)
        .fetch_optional(c)
        .await
    })?;
    let draft = found.ok_or(Error::NotFound)?;
    match draft.conversation {
        // Reading and answering have their own rules, the same for operators and agents.
        Some(conversation) => super::conversations::may_write(portal, session, conversation).await?,
        None => may_ask(portal, session, &draft).await?,
    }
    Ok(draft)
}

async fn may_ask(portal: &Portal, session: &Session, draft: &OwnedDraft) -> Result<(), Error> {
    let access = Access::of(portal, session).await?;
    if access.siren != draft.siren {
        return Err(Error::NotFound);
    }
    access.require(&domain::rights::Action::AskMotif { confidential: draft.confidential })
}

/// A question being written, with its files.
pub async fn draft(portal: &Portal, session: &Session, id: Uuid) -> Result<Draft, Error> {
    let owned = owned(portal, session, id).await?;
    let Some(Json(motif)) = owned.definition else { return Err(Error::NotFound) };
    let attachments = attachments::of_draft(&portal.db, id).await?;
    Ok(Draft {
        id,
        siren: owned.siren,
        motif,
        answers: owned.answers.0,
        attachments,
        created_at: owned.created_at,
        updated_at: owned.updated_at,
    })
}

/// The person's questions to resume for the chosen SIREN, last touched first, 50 at most.
pub async fn drafts(portal: &Portal, session: &Session) -> Result<Vec<DraftSummary>, Error> {
    let access = Access::of(portal, session).await?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT d.id, d.definition, d.answers, d.updated_at,
                    (SELECT COUNT(*) FROM attachment a WHERE a.draft = d.id) AS files
             FROM draft d
             WHERE d.owner = $1 AND d.siren = $2 AND d.kind = 'question' AND (NOT d.confidential OR $3)
             ORDER BY d.updated_at DESC, d.id DESC LIMIT 50",
        )
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(access.sees_confidential())
        .fetch_all(c)
        .await
    })?)
}

/// Keeps what was typed, right or wrong.
///
/// # Errors
/// [`Error::NotFound`] as [`draft`]; what the form does not ask is not kept.
pub async fn save(portal: &Portal, session: &Session, id: Uuid, answers: &Answers) -> Result<(), Error> {
    let owned = owned(portal, session, id).await?;
    let Some(Json(motif)) = owned.definition else { return Err(Error::NotFound) };
    let kept = form::answers_to_keep(&motif, answers);
    store(portal, id, &kept).await
}

/// Replaces the answers of a draft that is still there.
pub(crate) async fn store(portal: &Portal, id: Uuid, answers: &Answers) -> Result<(), Error> {
    let changed = change!(portal.db, |c| {
        sqlx::query("UPDATE draft SET answers = $1, updated_at = $2 WHERE id = $3")
            .bind(Json(answers))
            .bind(portal.clock.now())
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Holds the draft until the end of the transaction, so that files and answers cannot change under it.
///
/// # Errors
/// [`Error::NotFound`] when it was sent or thrown away meanwhile.
pub(crate) async fn lock(tx: &mut Tx, id: Uuid, now: Moment) -> Result<(), Error> {
    let held = on_tx!(tx, |c| {
        sqlx::query("UPDATE draft SET updated_at = $1 WHERE id = $2")
            .bind(now)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if held == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Throws a draft away with its files.
pub async fn delete(portal: &Portal, session: &Session, id: Uuid) -> Result<(), Error> {
    owned(portal, session, id).await?;
    let mut tx = portal.db.begin().await?;
    let keys = remove(&mut tx, id).await?;
    tx.commit().await?;
    for key in keys {
        attachments::discard(portal, &key).await;
    }
    Ok(())
}

/// Deletes the rows; the caller deletes the bytes after the commit.
pub(crate) async fn remove(tx: &mut Tx, id: Uuid) -> Result<Vec<FileKey>, Error> {
    let keys = on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM attachment WHERE draft = $1 RETURNING storage_key")
            .bind(id)
            .fetch_all(c)
            .await
    })?;
    on_tx!(tx, |c| sqlx::query("DELETE FROM draft WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(keys)
}
