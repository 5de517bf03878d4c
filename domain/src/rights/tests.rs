//! Mission §3.3 as a table.

use super::*;
use crate::co_owner::CoOwner;
use crate::siren::Siren;
use crate::siret::Siret;

const SIREN: &str = "732829320";
const HERE: &str = "73282932000074";

fn siren(text: &str) -> Siren {
    Siren::parse(text).expect("a SIREN")
}

fn siret(text: &str) -> Siret {
    Siret::parse(text).expect("a SIRET")
}

/// A second establishment of the same company, and one of another, with valid keys.
fn sibling() -> Siret {
    (0..10).find_map(|key| Siret::parse(&format!("{SIREN}0001{key}")).ok()).expect("a key")
}

fn stranger() -> Siret {
    siret("35600000000048")
}

fn at(place: &Siret, teleservice: Teleservice, droit: Droit) -> Habilitation {
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place: Place::Siret(place.clone()) }
}

fn on_siren(teleservice: Teleservice, droit: Droit) -> Habilitation {
    let place = Place::Siren(siren(SIREN));
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Allowed,
    /// Refused, with the reason.
    Shown,
    /// As if it did not exist.
    Hidden,
}
use Seen::{Allowed, Hidden, Shown};

fn seen(decision: &Decision) -> Seen {
    match decision {
        Decision::Allowed => Allowed,
        Decision::Denied(denial) if denial.hidden => Hidden,
        Decision::Denied(_) => Shown,
    }
}

fn decide_with(held: &[Habilitation], action: Action) -> Decision {
    let siren = siren(SIREN);
    decide(&Actor::Usager { habilitations: held, siren: Some(&siren) }, &action)
}

#[test]
fn the_table() {
    use CoOwner::{Dgddi, Dgfip, NetEntreprises, Urssaf};
    use Teleservice::{Ciel, DeltaG, Dsn, PaiementsDgfip, TelepaiementCb, TelepaiementSepa};
    let (here, sibling, stranger, own, other) =
        (siret(HERE), sibling(), stranger(), siren(SIREN), siren("356000000"));
    let nothing = vec![];
    let telepayer = vec![at(&here, TelepaiementSepa, Droit::Telepayer)];
    let adherer = vec![at(&here, TelepaiementSepa, Droit::Adherer)];
    let lire = vec![at(&here, DeltaG, Droit::Lire)];
    let declarer = vec![at(&sibling, Ciel, Droit::Declarer)];
    let by_card = vec![at(&here, TelepaiementCb, Droit::Telepayer)];
    let taxes = vec![on_siren(PaiementsDgfip, Droit::Consulter)];
    let abroad = vec![at(&stranger, TelepaiementSepa, Droit::Telepayer)];
    // A right on customs' téléservice that another co-owner claims to give counts for nothing.
    let usurped = vec![Habilitation { co_owner: Urssaf, ..telepayer[0].clone() }];
    let social = vec![on_siren(Dsn, Droit::Declarer)];
    let read = |confidential| Action::ReadConversation { siren: &own, service: "RR-1", confidential };
    let read_other = Action::ReadConversation { siren: &other, service: "RR-1", confidential: false };
    let columns =
        [&nothing, &telepayer, &adherer, &lire, &declarer, &by_card, &taxes, &abroad, &usurped, &social];
    let only = |index: usize| {
        let mut row = [Shown; 10];
        row[index] = Allowed;
        row
    };
    // Held:                           nothing  télépayer adhérer  lire     déclarer CB       DGFiP    abroad   usurped  DSN
    let customs = [Shown, Allowed, Allowed, Allowed, Allowed, Allowed, Shown, Shown, Shown, Shown];
    let comptable = [Hidden, Allowed, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden];
    for (action, expected) in [
        (Action::SeeSynthese(Dgddi), only(1)),
        (Action::SeePayments(Dgddi), only(1)),
        (Action::SeeSynthese(Dgfip), only(6)),
        (Action::SeePayments(Dgfip), only(6)),
        (Action::SeeSchedule(Dgfip), only(6)),
        (Action::SeeMandats(Dgfip), only(6)),
        (Action::SeePayments(Urssaf), [Shown; 10]),
        (Action::SeeSchedule(Urssaf), [Shown; 10]),
        (Action::SeeSchedule(Dgddi), [Shown; 10]),
        (Action::SeeSynthese(NetEntreprises), [Shown; 10]),
        (Action::SeePayments(NetEntreprises), [Shown; 10]),
        (Action::SeeSchedule(NetEntreprises), [Shown; 10]),
        (Action::SeeMandats(NetEntreprises), [Shown; 10]),
        (Action::DeclareAt(NetEntreprises), only(9)),
        (Action::DeclareAt(Dgfip), only(6)),
        (Action::DeclareAt(Urssaf), [Shown; 10]),
        (Action::DeclareAt(Dgddi), [Shown; 10]),
        (Action::SeeMandats(Dgddi), only(2)),
        (Action::ManageMandat(&here), only(2)),
        (Action::ManageMandat(&sibling), [Shown; 10]),
        (Action::ManageMandat(&stranger), [Hidden; 10]),
        (Action::PayCreance(&here), only(1)),
        (Action::PayCreance(&sibling), [Shown; 10]),
        (Action::PayCreance(&stranger), [Hidden; 10]),
        (Action::OpenDeclaration(DeclarationLine::Dedouanement), only(3)),
        (Action::OpenDeclaration(DeclarationLine::ContributionIndirecte), only(4)),
        (Action::OpenDeclaration(DeclarationLine::OctroiDeMer), [Shown; 10]),
        (Action::UseMessaging, customs),
        (Action::AskMotif { confidential: false }, customs),
        (Action::AskMotif { confidential: true }, comptable),
        (read(false), customs),
        (read(true), comptable),
        (read_other, [Hidden; 10]),
        (Action::AnswerConversation { service: "RR-1" }, [Hidden; 10]),
        (Action::ReadServiceInbox { service: "RR-1" }, [Hidden; 10]),
        (Action::WorkFrom(Network::Secured), [Hidden; 10]),
        (
            Action::IssueOfficialAct { service: "RR-1", from: Network::Secured, freshly_proved: true },
            [Hidden; 10],
        ),
    ] {
        let row = columns.map(|held| seen(&decide_with(held, action)));
        assert_eq!(row, expected, "{action:?}");
    }
}

#[test]
fn a_right_on_one_siret_shows_all_of_the_company() {
    let sibling = at(&sibling(), Teleservice::TelepaiementSepa, Droit::Adherer);
    assert!(decide_with(std::slice::from_ref(&sibling), Action::SeeMandats(CoOwner::Dgddi)).is_allowed());
    let here = siret(HERE);
    assert!(!decide_with(&[sibling], Action::ManageMandat(&here)).is_allowed());
    // A right on the SIREN says nothing of the very SIRET.
    let wide = on_siren(Teleservice::TelepaiementSepa, Droit::Adherer);
    assert!(!decide_with(&[wide], Action::ManageMandat(&here)).is_allowed());
}

#[test]
fn each_declaration_line_asks_its_teleservice() {
    let here = siret(HERE);
    for line in DeclarationLine::ALL {
        for droit in Droit::ALL {
            let held = [at(&here, line.teleservice(), droit)];
            for asked in DeclarationLine::ALL {
                let allowed = decide_with(&held, Action::OpenDeclaration(asked)).is_allowed();
                let expected = asked == line && matches!(droit, Droit::Lire | Droit::Declarer);
                assert_eq!(allowed, expected, "{line:?} {droit:?} {asked:?}");
            }
        }
    }
}

#[test]
fn nothing_without_a_company() {
    let held = [at(&siret(HERE), Teleservice::TelepaiementSepa, Droit::Telepayer)];
    let actor = Actor::Usager { habilitations: &held, siren: None };
    assert_eq!(seen(&decide(&actor, &Action::UseMessaging)), Shown);
    assert_eq!(seen(&decide(&actor, &Action::SeePayments(CoOwner::Dgddi))), Shown);
    assert_eq!(seen(&decide(&actor, &Action::AskMotif { confidential: true })), Hidden);
}

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

fn sentence(action: Action) -> String {
    match decide_with(&[], action) {
        Decision::Allowed => panic!("{action:?} is allowed"),
        Decision::Denied(denial) => denial.to_string().replace('\u{a0}', " "),
    }
}

#[test]
fn a_refusal_names_the_right_its_level_who_grants_it_and_where() {
    let here = siret(HERE);
    let customs = " Demandez-le à celui qui l’accorde : le correspondant de votre entreprise, sur douane.gouv.fr, \
                   rubrique « gestion service en ligne entreprise ».";
    for (action, expected) in [
        (
            Action::SeePayments(CoOwner::Dgddi),
            "Il vous manque le droit « télépayer » du téléservice Télépaiement SEPA sur au moins un SIRET du SIREN 732 829 320.",
        ),
        (
            Action::ManageMandat(&here),
            "Il vous manque le droit « adhérer » du téléservice Télépaiement SEPA sur le SIRET 732 829 320 00074.",
        ),
        (
            Action::OpenDeclaration(DeclarationLine::Dedouanement),
            "Il vous manque le droit « lire » ou « déclarer » du téléservice DELTA-G sur au moins un SIRET du SIREN 732 829 320.",
        ),
        (
            Action::UseMessaging,
            "Il vous manque une habilitation de la douane, quelle qu’elle soit, sur un SIRET du SIREN 732 829 320.",
        ),
    ] {
        assert_eq!(sentence(action), format!("{expected}{customs}"));
    }
    assert!(sentence(Action::SeePayments(CoOwner::Dgfip)).ends_with("impots.gouv.fr, espace professionnel."));
    assert!(sentence(Action::SeePayments(CoOwner::Urssaf)).contains("urssaf.fr"));
    assert_eq!(
        sentence(Action::DeclareAt(CoOwner::NetEntreprises)),
        "Il vous manque une habilitation de net-entreprises, quelle qu’elle soit, sur le SIREN 732 829 320. Demandez-le à \
         celui qui l’accorde : l’administrateur de votre inscription à net-entreprises, sur net-entreprises.fr, gestion des \
         inscriptions."
    );
    for action in [
        Action::SeeSynthese(CoOwner::NetEntreprises),
        Action::SeePayments(CoOwner::NetEntreprises),
        Action::SeeSchedule(CoOwner::NetEntreprises),
        Action::SeeMandats(CoOwner::NetEntreprises),
    ] {
        assert_eq!(sentence(action), "Cette information n’est pas proposée par net-entreprises.");
    }
}

#[test]
fn a_hidden_refusal_tells_nothing() {
    let here = stranger();
    let hidden = [
        sentence(Action::AskMotif { confidential: true }),
        sentence(Action::PayCreance(&here)),
        sentence(Action::ReadServiceInbox { service: "RR-1" }),
    ];
    assert!(hidden.iter().all(|text| text == "Cette page n’existe pas, ou n’existe plus."));
}

#[test]
fn codes_are_read_back() {
    for teleservice in Teleservice::ALL {
        assert_eq!(Teleservice::from_code(teleservice.code()), Some(teleservice));
    }
    for droit in Droit::ALL {
        assert_eq!(Droit::from_code(droit.code()), Some(droit));
    }
    assert_eq!(Teleservice::from_code("TRIGO"), None);
    assert_eq!(Droit::from_code("Lire"), None);
}
