use domain::{form::Answers, motif::Motif, siren::Siren};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Moment, on};

use super::owned::owned;

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{DraftId, RevisionId},
    messaging::{
        access::Access,
        attachments::{self, Attachment},
    },
};

/// Name of the answer with the code of the service that receives the question.
pub const RECIPIENT: &str = "service";

/// An unsent question.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: DraftId,
    pub siren: Siren,
    /// The motif as it was when the draft was created.
    pub motif: Motif,
    pub answers: Answers,
    pub attachments: Vec<Attachment>,
    pub revision: RevisionId,
    pub created_at: Moment,
    pub updated_at: Moment,
}

impl Draft {
    /// Returns the subject typed, or the title of the motif if it is empty.
    pub fn subject(&self) -> &str {
        subject(&self.answers, &self.motif)
    }
}

pub fn subject<'a>(answers: &'a Answers, motif: &'a Motif) -> &'a str {
    match answers.text("objet") {
        "" => &motif.title,
        subject => subject,
    }
}

/// A line of the list of drafts.
#[derive(Clone, Debug, FromRow)]
pub struct DraftSummary {
    pub id: DraftId,
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

    /// Returns the subject typed, or the title of the motif if it is empty.
    pub fn subject(&self) -> &str {
        subject(&self.answers, &self.definition)
    }
}

/// Returns an unsent question of the visitor, with its files.
///
/// # Errors
/// [`Error::NotFound`] for another person's or company's draft, a confidential one without the right, a sent one, a
/// follow-up and an answer; [`Error::Refused`] without the right e-contacts.
pub async fn draft(portal: &Portal, session: &Session, id: DraftId) -> Result<Draft, Error> {
    load(portal, session, id).await.map(|(draft, _)| draft)
}

/// Like [`draft`], with the rights of its owner.
pub async fn load(portal: &Portal, session: &Session, id: DraftId) -> Result<(Draft, Access), Error> {
    let owned = owned(portal, session, id).await?;
    let (Some(Json(motif)), Some(access)) = (owned.definition, owned.access) else {
        return Err(Error::NotFound);
    };
    let attachments = attachments::unsent(&portal.db, id.into()).await?;
    let draft = Draft {
        id,
        siren: owned.siren,
        motif,
        answers: owned.answers.0,
        attachments,
        revision: owned.revision,
        created_at: owned.created_at,
        updated_at: owned.updated_at,
    };
    Ok((draft, access))
}

/// Returns the person's unsent questions on the chosen SIREN, last changed first, 50 at most.
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
