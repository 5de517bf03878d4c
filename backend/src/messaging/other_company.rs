//! Objects of another company that the person may work for: a page or a link opened before the company changed.

use domain::siren::Siren;
use sqlx::FromRow;

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::{AccountId, AttachmentId, ConversationId, DraftId},
    messaging::{conversations, drafts},
};

/// An object of the messaging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    Question(ConversationId),
    Draft(DraftId),
    Attachment(AttachmentId),
}

/// An object that the person may open once they work for its company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCompany {
    pub siren: Siren,
    /// The question, or the draft of a question.
    pub object: Object,
}

/// Company of an object, and what an attachment belongs to.
#[derive(FromRow)]
struct Place {
    siren: String,
    draft: Option<DraftId>,
    conversation: Option<ConversationId>,
}

/// Returns the other company of an object that the person may open there. `None` for any other object: it is then
/// answered as a missing one. Also `None` if the person has not chosen a company.
pub async fn other_company(
    portal: &Portal,
    session: &Session,
    object: Object,
) -> Result<Option<OtherCompany>, Error> {
    let (Visitor::Usager(usager), Some(current)) = (&session.visitor, &session.siren) else {
        return Ok(None);
    };
    let Some(place) = find(portal, usager.account, object).await? else { return Ok(None) };
    let Ok(siren) = Siren::parse(&place.siren) else { return Ok(None) };
    if siren == *current {
        return Ok(None);
    }
    let there = Session { siren: Some(siren.clone()), ..session.clone() };
    let (object, opened) = match place {
        Place { draft: Some(draft), conversation, .. } => {
            let opened = drafts::owned(portal, &there, draft).await.map(drop);
            (conversation.map_or(Object::Draft(draft), Object::Question), opened)
        }
        Place { conversation: Some(question), .. } => {
            let opened = conversations::find_readable(portal, &there, question).await.map(drop);
            (Object::Question(question), opened)
        }
        _ => return Ok(None),
    };
    match opened {
        Ok(()) => Ok(Some(OtherCompany { siren, object })),
        Err(Error::NotFound | Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn find(portal: &Portal, account: AccountId, object: Object) -> Result<Option<Place>, Error> {
    Ok(match object {
        Object::Question(id) => {
            on!(portal.db, |c| sqlx::query_as(QUESTION).bind(id).fetch_optional(c).await)?
        }
        Object::Draft(id) => {
            on!(portal.db, |c| sqlx::query_as(DRAFT).bind(id).bind(account).fetch_optional(c).await)?
        }
        Object::Attachment(id) => {
            on!(portal.db, |c| sqlx::query_as(ATTACHMENT).bind(id).fetch_optional(c).await)?
        }
    })
}

const QUESTION: &str =
    "SELECT siren, CAST(NULL AS UUID) AS draft, id AS conversation FROM conversation WHERE id = $1";

/// A draft of the account, or the question that it became.
const DRAFT: &str = "SELECT siren, id AS draft, conversation FROM draft WHERE id = $1 AND owner = $2
     UNION ALL
     SELECT c.siren, CAST(NULL AS UUID), c.id FROM message m JOIN conversation c ON c.id = m.conversation
     WHERE m.draft = $1 AND m.author = $2";

const ATTACHMENT: &str =
    "SELECT COALESCE(d.siren, c.siren) AS siren, a.draft, c.id AS conversation
     FROM attachment a LEFT JOIN draft d ON d.id = a.draft
     LEFT JOIN message m ON m.id = a.message LEFT JOIN conversation c ON c.id = COALESCE(m.conversation, d.conversation)
     WHERE a.id = $1 AND a.support_case IS NULL";
