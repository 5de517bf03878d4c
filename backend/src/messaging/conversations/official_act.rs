//! Official acts (001; mission §6): answers that commit the service.

use domain::{
    form::Answers,
    problem::Problem,
    rights::{Action, decide},
};

use platform::{
    Error,
    db::{Duration, Moment},
};

use super::conversation::Conversation;

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
};

/// Name of the checkbox in the form of an answer.
pub const OFFICIAL_ACT: &str = "acte_officiel";

/// Data stored with an answer that is an official act.
pub struct OfficialAct {
    /// Time of the agent's last authentication with password and second factor.
    pub authenticated_at: Moment,
    /// The secured network of the agent's workstation.
    pub network: String,
}

/// Returns `None` if the answer is not an official act.
///
/// # Errors
/// [`Error::Invalid`] on [`OFFICIAL_ACT`]: the reason of the denial and the next step.
pub fn check(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
    answers: &Answers,
) -> Result<Option<OfficialAct>, Error> {
    let Visitor::Staff(agent) = &session.visitor else { return Ok(None) };
    if answers.text(OFFICIAL_ACT).is_empty() {
        return Ok(None);
    }
    let actor = agent.actor();
    let authentication_end =
        session.authentication_end.filter(|_| session.is_recently_authenticated(portal.clock.now()));
    let action = Action::IssueOfficialAct {
        service: &conversation.service,
        from: agent.network,
        recently_authenticated: authentication_end.is_some(),
        strong_factor: agent.meets_factor_requirement(portal),
    };
    decide(&actor, &action).or_denied().map_err(|denial| {
        let explanation = denial.to_string();
        Error::invalid(OFFICIAL_ACT, Problem::OfficialActDenied { explanation })
    })?;
    let validity = Duration::from_secs(portal.config.sessions.reauthentication_seconds);
    let network = agent.address.clone();
    Ok(authentication_end.map(|end| OfficialAct { authenticated_at: end - validity, network }))
}
