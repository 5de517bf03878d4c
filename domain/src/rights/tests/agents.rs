//! What agents may do, and from where.

use super::*;

#[test]
fn agents_work_for_their_services() {
    let services = ["RR-1".to_owned(), "PAE-2".to_owned()];
    let company = siren(SIREN);
    let here = siret(HERE);
    for remote in [true, false] {
        let actor = Actor::Agent { services: &services, remote };
        for confidential in [true, false] {
            for (service, expected) in
                [("RR-1", Allowed), ("PAE-2", Allowed), ("RR-10", Hidden), ("", Hidden)]
            {
                let read = Action::ReadConversation { siren: &company, service, confidential };
                assert_eq!(seen(&decide(&actor, &read)), expected);
                assert_eq!(seen(&decide(&actor, &Action::AnswerConversation { service })), expected);
                assert_eq!(seen(&decide(&actor, &Action::ReadServiceInbox { service })), expected);
            }
        }
        for action in [
            Action::SeePayments(CoOwner::Dgddi),
            Action::PayCreance(&here),
            Action::OpenTeleservice(Teleservice::DeltaG),
            Action::UseMessaging,
            Action::AskMotif { confidential: true },
        ] {
            assert_eq!(seen(&decide(&actor, &action)), Shown);
        }
        for (from, expected) in
            [(Network::Outside, remote), (Network::Administration, true), (Network::Secured, true)]
        {
            assert_eq!(decide(&actor, &Action::WorkFrom(from)).is_allowed(), expected, "{from:?}");
        }
    }
}

#[test]
fn an_official_act_wants_ones_service_a_secured_network_and_a_fresh_proof() {
    use Network::{Administration, Outside, Secured};
    let services = ["RR-1".to_owned()];
    let actor = Actor::Agent { services: &services, remote: true };
    for (service, from, freshly_proved, expected) in [
        ("RR-1", Secured, true, Ok(())),
        ("RR-1", Secured, false, Err(Reason::ProofTooOld)),
        ("RR-1", Administration, true, Err(Reason::NetworkNotSecured)),
        ("RR-1", Administration, false, Err(Reason::NetworkNotSecured)),
        ("RR-1", Outside, true, Err(Reason::NetworkNotSecured)),
        ("RR-1", Outside, false, Err(Reason::NetworkNotSecured)),
        ("PAE-2", Secured, true, Err(Reason::Elsewhere)),
        ("PAE-2", Outside, false, Err(Reason::Elsewhere)),
    ] {
        let action = Action::IssueOfficialAct { service, from, freshly_proved };
        let decided = decide(&actor, &action).or_denied().map_err(|denial| denial.reason);
        assert_eq!(decided, expected, "{service} {from:?} {freshly_proved}");
    }
}
