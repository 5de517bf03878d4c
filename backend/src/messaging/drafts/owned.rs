use domain::{form::Answers, motif::Motif, rights::Action, siren::Siren};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::{ConversationId, DraftId, PersonId, RevisionId},
    messaging::{access::Access, conversations},
};

/// A draft of the visitor, who currently has the right to send it.
#[derive(FromRow)]
pub struct OwnedDraft {
    #[sqlx(try_from = "String")]
    pub siren: Siren,
    pub confidential: bool,
    /// `None` for a follow-up or an answer.
    pub definition: Option<Json<Motif>>,
    pub conversation: Option<ConversationId>,
    pub answers: Json<Answers>,
    pub revision: RevisionId,
    pub created_at: Moment,
    pub updated_at: Moment,
    /// Rights of the owner; `None` for a follow-up or an answer.
    #[sqlx(skip)]
    pub access: Option<Access>,
}

/// Returns a draft of the visitor, rights checked: a question or follow-up of the chosen SIREN, or an agent's answer.
///
/// # Errors
/// [`Error::NotFound`] for another person's or company's draft, a confidential one without the right, a sent one.
pub async fn owned(portal: &Portal, session: &Session, id: DraftId) -> Result<OwnedDraft, Error> {
    let owner = match &session.visitor {
        Visitor::Usager(usager) => PersonId::from(usager.account),
        Visitor::Staff(agent) => agent.id.into(),
        _ => return Err(Error::NotFound),
    };
    let mut draft = find(portal, id, owner).await?;
    match draft.conversation {
        Some(conversation) => {
            conversations::find_writable(portal, session, conversation).await?;
        }
        None => draft.access = Some(check_question(portal, session, &draft).await?),
    }
    Ok(draft)
}

async fn find(portal: &Portal, id: DraftId, owner: PersonId) -> Result<OwnedDraft, Error> {
    let found: Option<OwnedDraft> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT siren, confidential, definition, conversation, answers, revision, created_at, updated_at
             FROM draft WHERE id = $1 AND owner = $2",
        )
        .bind(id)
        .bind(owner)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

async fn check_question(portal: &Portal, session: &Session, draft: &OwnedDraft) -> Result<Access, Error> {
    let access = Access::of(portal, session).await?;
    if access.siren != draft.siren {
        return Err(Error::NotFound);
    }
    access.require(&Action::UseMotif { confidential: draft.confidential })?;
    Ok(access)
}
