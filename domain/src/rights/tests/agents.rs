//! Rights of agents, and the networks they work from.

use super::fixtures::*;
use crate::co_owner::CoOwner;
use crate::rights::{Action, Actor, Network, Reason, StaffRole, Teleservice, decide};

#[test]
fn agents_have_access_to_their_own_services_only() {
    let services = ["RR-1".to_owned(), "PAE-2".to_owned()];
    let company = siren(SIREN);
    let here = siret(HERE);
    for remote in [true, false] {
        let actor = Actor::Staff { roles: &[StaffRole::Agent], services: &services, remote };
        for confidential in [true, false] {
            for (service, expected) in
                [("RR-1", Allowed), ("PAE-2", Allowed), ("RR-10", Hidden), ("", Hidden)]
            {
                let read = Action::ReadConversation { siren: &company, service, confidential };
                assert_eq!(outcome(&decide(&actor, &read)), expected);
                assert_eq!(outcome(&decide(&actor, &Action::AnswerConversation { service })), expected);
                assert_eq!(outcome(&decide(&actor, &Action::ReadServiceInbox { service })), expected);
            }
        }
        for action in [
            Action::SeePayments(CoOwner::Dgddi),
            Action::PayCreance(&here),
            Action::OpenTeleservice(Teleservice::DeltaG),
            Action::UseMessaging,
            Action::UseMotif { confidential: true },
        ] {
            assert_eq!(outcome(&decide(&actor, &action)), Shown);
        }
        for (from, expected) in
            [(Network::Outside, remote), (Network::Administration, true), (Network::Secured, true)]
        {
            assert_eq!(decide(&actor, &Action::WorkFrom(from)).is_allowed(), expected, "{from:?}");
        }
    }
}

#[test]
fn an_official_act_requires_own_service_secured_network_strong_factor_and_recent_authentication() {
    use Network::{Administration, Outside, Secured};
    let services = ["RR-1".to_owned()];
    let actor = Actor::Staff { roles: &[StaffRole::Agent], services: &services, remote: true };
    for (service, from, strong_factor, recently_authenticated, expected) in [
        ("RR-1", Secured, true, true, Ok(())),
        ("RR-1", Secured, true, false, Err(Reason::ReauthenticationRequired)),
        ("RR-1", Secured, false, true, Err(Reason::StrongFactorRequired)),
        ("RR-1", Secured, false, false, Err(Reason::StrongFactorRequired)),
        ("RR-1", Administration, true, true, Err(Reason::NetworkNotSecured)),
        ("RR-1", Administration, false, false, Err(Reason::NetworkNotSecured)),
        ("RR-1", Outside, true, true, Err(Reason::NetworkNotSecured)),
        ("RR-1", Outside, true, false, Err(Reason::NetworkNotSecured)),
        ("PAE-2", Secured, true, true, Err(Reason::OutOfScope)),
        ("PAE-2", Outside, false, false, Err(Reason::OutOfScope)),
    ] {
        let action = Action::IssueOfficialAct { service, from, recently_authenticated, strong_factor };
        let decided = decide(&actor, &action).or_denied().map_err(|denial| denial.reason);
        assert_eq!(decided, expected, "{service} {from:?} {recently_authenticated}");
    }
}
