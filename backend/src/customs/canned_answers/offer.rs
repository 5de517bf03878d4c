use domain::{
    calendar::french_date,
    canned_answer::{Variable, fill},
};

use platform::{Error, on};

use super::find::{CannedAnswer, of_agent, of_service};
use crate::{Portal, accounts::sessions::Session, messaging::Conversation};

/// Returns the canned answers for a question that the agent has read: their own, then those of its service, without those of other
/// motifs.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn offered(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
) -> Result<Vec<CannedAnswer>, Error> {
    let mut all = of_agent(portal, session.agent()?.id).await?;
    all.extend(of_service(portal, &conversation.service).await?);
    let motif: String = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT motif FROM conversation WHERE id = $1")
            .bind(conversation.id)
            .fetch_one(c)
            .await
    })?;
    all.retain(|one| one.content.motifs.is_empty() || one.content.motifs.contains(&motif));
    Ok(all)
}

/// Returns the text of a canned answer with the values of a question, answered by the agent of the session.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub fn filled(session: &Session, conversation: &Conversation, text: &str) -> Result<String, Error> {
    let agent = session.agent()?;
    Ok(fill(text, |variable| match variable {
        Variable::Company => conversation.company.clone(),
        Variable::Siren => conversation.siren.grouped(),
        Variable::Reference => conversation.number.clone(),
        Variable::Subject => conversation.subject.clone(),
        Variable::Motif => conversation.motif_title.clone(),
        Variable::Due => conversation.answer_due_at.map(|due| french_date(due.day())).unwrap_or_default(),
        Variable::Service => conversation.service_name.clone(),
        Variable::Agent => agent.name.clone(),
    }))
}
