//! Rights of the staff: each role has its own actions, whatever the other roles of the person.

use super::decide::{Action, Network};
use super::denial::{Denial, Reason};
use super::staff_role::StaffRole;
use crate::documents::Circle;

/// A member of the staff.
pub(super) struct Staff<'a> {
    pub roles: &'a [StaffRole],
    pub services: &'a [String],
    pub remote: bool,
}

impl Staff<'_> {
    pub fn decide(&self, action: &Action) -> Result<(), Denial> {
        use StaffRole::{Administrator, Adviser, Agent, DocumentManager, Editor};
        match *action {
            Action::ReadConversation { service, .. }
            | Action::AnswerConversation { service }
            | Action::ReadServiceInbox { service }
            | Action::KeepAgenda { service }
            | Action::KeepCannedAnswers { service } => self.require_service(service),
            Action::ReadDocument { circle: Circle::Service(code) } => self.require_service(code),
            Action::ReadDocument { .. } => Err(Denial::hidden(Reason::OutOfScope)),
            Action::ShareDocuments => self.require_one_of(&[DocumentManager]),
            Action::ManageDocuments { service } => self.require_service_as(DocumentManager, service),
            Action::TransferConversation { service, confidential, motif, to } => {
                self.require_service(service)?;
                // A confidential question is read by the services of its motif only (004).
                if confidential && to != motif {
                    Err(Denial::shown(Reason::OtherKindOfService))
                } else {
                    Ok(())
                }
            }
            Action::WorkFrom(Network::Outside) if !self.remote => Err(Denial::shown(Reason::NoRemoteAccess)),
            Action::WorkFrom(_) => Ok(()),
            Action::IssueOfficialAct { service, from, recently_authenticated, strong_factor } => {
                self.require_service(service)?;
                SecuredAct { from, strong_factor, recently_authenticated }.require(OFFICIAL_ACT)
            }
            Action::AnswerQuestions => self.require_one_of(&[Agent]),
            Action::AnswerCases => self.require_one_of(&[Adviser]),
            Action::EditTexts => self.require_one_of(&[Editor]),
            Action::ReadOpinions => self.require_one_of(&[Adviser, Editor, Administrator]),
            Action::SeeDelayReports => self.require_one_of(&[Agent, Administrator]),
            Action::SeeDelayReport { .. } if self.roles.contains(&Administrator) => Ok(()),
            Action::SeeDelayReport { service } => self.require_service(service),
            Action::SeeAdministration => self.require_one_of(&[Administrator]),
            Action::Administer { from, recently_authenticated, strong_factor } => {
                self.require_one_of(&[Administrator])?;
                SecuredAct { from, strong_factor, recently_authenticated }.require(ADMINISTRATION)
            }
            _ => Err(Denial::shown(Reason::UsagersOnly)),
        }
    }

    /// Requires an agent of the service: agents read and answer the questions to their services, confidential or not.
    fn require_service(&self, service: &str) -> Result<(), Denial> {
        self.require_service_as(StaffRole::Agent, service)
    }

    /// Requires this role, and the service among those of the member.
    fn require_service_as(&self, role: StaffRole, service: &str) -> Result<(), Denial> {
        if self.roles.contains(&role) && self.services.iter().any(|own| own == service) {
            Ok(())
        } else {
            Err(Denial::hidden(Reason::OutOfScope))
        }
    }

    fn require_one_of(&self, roles: &[StaffRole]) -> Result<(), Denial> {
        if roles.iter().any(|role| self.roles.contains(role)) {
            Ok(())
        } else {
            Err(Denial::shown(Reason::MissingRole { roles: roles.to_vec() }))
        }
    }
}

/// Circumstances of an act that requires more than a role (001).
struct SecuredAct {
    from: Network,
    strong_factor: bool,
    recently_authenticated: bool,
}

/// Reasons of a denial: the network, the second factor, the age of the authentication.
type SecuredReasons = [Reason; 3];

const OFFICIAL_ACT: SecuredReasons =
    [Reason::NetworkNotSecured, Reason::StrongFactorRequired, Reason::ReauthenticationRequired];

const ADMINISTRATION: SecuredReasons = [
    Reason::AdministrationNotSecured,
    Reason::AdministrationNeedsStrongFactor,
    Reason::AdministrationNeedsReauthentication,
];

impl SecuredAct {
    /// Requires a secured network, then a strong second factor, then a recent authentication: a person who is sent to the next step
    /// does not meet another denial after it.
    fn require(&self, [network, factor, authentication]: SecuredReasons) -> Result<(), Denial> {
        if self.from != Network::Secured {
            Err(Denial::shown(network))
        } else if !self.strong_factor {
            Err(Denial::shown(factor))
        } else if !self.recently_authenticated {
            Err(Denial::shown(authentication))
        } else {
            Ok(())
        }
    }
}
