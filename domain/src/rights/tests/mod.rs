//! Mission §3.3 as a table.

mod agents;
mod sentences;
mod table;

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
fn any_right_of_a_teleservice_opens_it_and_no_other() {
    let here = siret(HERE);
    for teleservice in Teleservice::single_sign_on() {
        for droit in Droit::ALL {
            let held = [at(&here, teleservice, droit)];
            for asked in Teleservice::single_sign_on() {
                let allowed = decide_with(&held, Action::OpenTeleservice(asked)).is_allowed();
                let expected = asked == teleservice && teleservice.droits().contains(&droit);
                assert_eq!(allowed, expected, "{teleservice:?} {droit:?} {asked:?}");
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
    assert_eq!(seen(&decide(&actor, &Action::OpenTeleservice(Teleservice::DeltaG))), Shown);
    assert_eq!(seen(&decide(&actor, &Action::AskMotif { confidential: true })), Hidden);
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
