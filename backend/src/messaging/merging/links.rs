use domain::rights::decide;

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    messaging::{
        Conversation,
        access::Access,
        conversations::{conversation_columns, find},
    },
};

/// Questions linked with one that the visitor has read.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Number of the question in which it goes on.
    pub target_number: Option<String>,
    /// That question, if the visitor may read it.
    pub target: Option<Conversation>,
    /// Questions that go on in it and that the visitor may read.
    pub merged: Vec<Conversation>,
}

const MERGED: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service WHERE c.merged_into = $1 ORDER BY c.number LIMIT 50"
);

/// Returns the questions linked with one that the visitor has read.
pub async fn links(portal: &Portal, session: &Session, conversation: &Conversation) -> Result<Links, Error> {
    let merged: Vec<Conversation> =
        on!(portal.db, |c| { sqlx::query_as(MERGED).bind(conversation.id).fetch_all(c).await })?;
    let target = match conversation.merged_into {
        Some(target) => Some(find(portal, target).await?),
        None => None,
    };
    Ok(Links {
        target_number: target.as_ref().map(|target| target.number.clone()),
        target: readable(portal, session, target.into_iter().collect()).await?.pop(),
        merged: readable(portal, session, merged).await?,
    })
}

/// Keeps the questions that the visitor may read.
async fn readable(
    portal: &Portal,
    session: &Session,
    mut questions: Vec<Conversation>,
) -> Result<Vec<Conversation>, Error> {
    if questions.is_empty() {
        return Ok(questions);
    }
    match &session.visitor {
        Visitor::Staff(member) => {
            let actor = member.actor();
            questions.retain(|one| decide(&actor, &one.reading()).is_allowed());
        }
        _ => {
            let access = Access::of(portal, session).await?;
            questions.retain(|one| access.decide(&one.reading()).is_allowed());
        }
    }
    Ok(questions)
}
