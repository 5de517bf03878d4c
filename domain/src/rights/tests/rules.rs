//! Rules that span several actions.

use super::fixtures::*;
use crate::co_owner::CoOwner;
use crate::rights::{Action, Actor, DeclarationLine, Droit, Teleservice, decide};

#[test]
fn a_right_on_one_siret_gives_read_access_to_the_company() {
    let sibling = at(&sibling(), Teleservice::TelepaiementSepa, Droit::Adherer);
    assert!(decide_with(std::slice::from_ref(&sibling), Action::SeeMandats(CoOwner::Dgddi)).is_allowed());
    let here = siret(HERE);
    assert!(!decide_with(&[sibling], Action::ManageMandat(&here)).is_allowed());
    // A right on the SIREN is not a right on the SIRET.
    let company_wide = on_siren(Teleservice::TelepaiementSepa, Droit::Adherer);
    assert!(!decide_with(&[company_wide], Action::ManageMandat(&here)).is_allowed());
}

#[test]
fn each_declaration_line_requires_its_teleservice() {
    let here = siret(HERE);
    for line in DeclarationLine::ALL {
        for droit in Droit::ALL {
            let held = [at(&here, line.teleservice(), droit)];
            for opened in DeclarationLine::ALL {
                let allowed = decide_with(&held, Action::OpenDeclaration(opened)).is_allowed();
                let expected = opened == line && matches!(droit, Droit::Lire | Droit::Declarer);
                assert_eq!(allowed, expected, "{line:?} {droit:?} {opened:?}");
            }
        }
    }
}

#[test]
fn any_right_on_a_teleservice_opens_only_that_one() {
    let here = siret(HERE);
    for teleservice in Teleservice::with_single_sign_on() {
        for droit in Droit::ALL {
            let held = [at(&here, teleservice, droit)];
            for opened in Teleservice::with_single_sign_on() {
                let allowed = decide_with(&held, Action::OpenTeleservice(opened)).is_allowed();
                let expected = opened == teleservice && teleservice.droits().contains(&droit);
                assert_eq!(allowed, expected, "{teleservice:?} {droit:?} {opened:?}");
            }
        }
    }
}

#[test]
fn nothing_is_allowed_without_a_company() {
    let held = [at(&siret(HERE), Teleservice::TelepaiementSepa, Droit::Telepayer)];
    let actor = Actor::Usager { habilitations: &held, siren: None };
    assert_eq!(outcome(&decide(&actor, &Action::UseMessaging)), Shown);
    assert_eq!(outcome(&decide(&actor, &Action::SeePayments(CoOwner::Dgddi))), Shown);
    assert_eq!(outcome(&decide(&actor, &Action::OpenTeleservice(Teleservice::DeltaG))), Shown);
    assert_eq!(outcome(&decide(&actor, &Action::UseMotif { confidential: true })), Hidden);
}

#[test]
fn every_code_parses_back() {
    for teleservice in Teleservice::ALL {
        assert_eq!(Teleservice::from_code(teleservice.code()), Some(teleservice));
    }
    for droit in Droit::ALL {
        assert_eq!(Droit::from_code(droit.code()), Some(droit));
    }
    assert_eq!(Teleservice::from_code("TRIGO"), None);
    assert_eq!(Droit::from_code("Lire"), None);
}
