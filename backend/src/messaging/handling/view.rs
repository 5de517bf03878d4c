use platform::{Error, db::Moment};

use super::{
    act::{self, Act},
    transfer,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    directory::services::Service,
    messaging::{Conversation, drafts},
    staff::{self, Colleague},
};

/// Work of the service on a question, for an agent who may read it.
#[derive(Clone, Debug)]
pub struct Handling {
    /// Oldest first.
    pub acts: Vec<Act>,
    /// Agents of the service, with the reader.
    pub colleagues: Vec<Colleague>,
    /// Services to which the question may be transferred.
    pub services: Vec<Service>,
    /// Colleagues with an unsent answer.
    pub writing: Vec<Writing>,
}

/// A colleague who has begun an answer.
#[derive(Clone, Debug)]
pub struct Writing {
    pub name: String,
    /// When the draft was last saved.
    pub at: Moment,
}

/// Returns the work of the service on a question that the agent has read.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn handling(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
) -> Result<Handling, Error> {
    let agent = session.agent()?;
    let colleagues = staff::colleagues_in(portal, &conversation.service).await?;
    let drafts = drafts::answers_to(portal, conversation.id).await?;
    let colleague = |owner| colleagues.iter().find(|one| one.id == owner && one.id != agent.id);
    let writing = drafts
        .into_iter()
        .filter_map(|(owner, at)| colleague(owner).map(|one| Writing { name: one.name.clone(), at }))
        .collect();
    Ok(Handling {
        acts: act::list(portal, conversation.id).await?,
        services: transfer::services(portal, session, conversation).await?,
        colleagues,
        writing,
    })
}
