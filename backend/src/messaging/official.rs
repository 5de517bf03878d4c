//! Official acts (001; mission §6): an answer that commits the service.

use domain::{
    form::Answers,
    problem::Problem,
    rights::{Action, Actor, decide},
};

use super::conversations::Conversation;
use crate::{
    Error, Portal,
    db::{Duration, Moment},
    session::{Session, Visitor},
};

/// The box that an agent ticks.
pub const OFFICIAL_ACT: &str = "acte_officiel";

/// What is kept of an official act, beside its text and its date.
pub(super) struct Official {
    /// When the agent last gave everything that proves who they are.
    pub proof_at: Moment,
    /// The secured network it comes from.
    pub network: String,
}

/// Is this answer an official act, and may it be one?
///
/// # Errors
/// [`Error::Invalid`] on [`OFFICIAL_ACT`]: why it may not, and what to do.
pub(super) fn official(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
    answers: &Answers,
) -> Result<Option<Official>, Error> {
    let Visitor::Agent(agent) = &session.visitor else { return Ok(None) };
    if answers.text(OFFICIAL_ACT).is_empty() {
        return Ok(None);
    }
    let actor = Actor::Agent { services: &agent.services, remote: agent.remote };
    let proof_end = session.proof_end.filter(|_| session.has_fresh_proof(portal.clock.now()));
    let action = Action::IssueOfficialAct {
        service: &conversation.service,
        from: agent.network,
        freshly_proved: proof_end.is_some(),
    };
    decide(&actor, &action)
        .or_denied()
        .map_err(|denial| Error::invalid(OFFICIAL_ACT, Problem::Stated { sentence: denial.to_string() }))?;
    let fresh = Duration::from_secs(portal.config.sessions.proof_seconds);
    let network = agent.address.clone();
    Ok(proof_end.map(|end| Official { proof_at: end - fresh, network }))
}
