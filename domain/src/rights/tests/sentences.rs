//! Sentences of denials.

use super::fixtures::*;
use crate::co_owner::CoOwner;
use crate::rights::{Action, Decision, DeclarationLine, Teleservice};

fn sentence(action: Action) -> String {
    match decide_with(&[], action) {
        Decision::Allowed => panic!("{action:?} is allowed"),
        Decision::Denied(denial) => denial.to_string().replace('\u{a0}', " "),
    }
}

#[test]
fn a_denial_names_the_right_its_level_who_grants_it_and_where() {
    let here = siret(HERE);
    let customs = " Adressez votre demande au correspondant de votre entreprise, sur douane.gouv.fr \
                   (rôle « gestion service en ligne entreprise »).";
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
            Action::OpenTeleservice(Teleservice::TelepaiementCb),
            "Il vous manque le droit « télépayer » du téléservice Télépaiement CB sur au moins un SIRET du SIREN 732 829 320.",
        ),
        (
            Action::UseMessaging,
            "Il vous faut au moins une habilitation de la douane sur un SIRET du SIREN 732 829 320.",
        ),
    ] {
        assert_eq!(sentence(action), format!("{expected}{customs}"));
    }
    assert!(sentence(Action::SeePayments(CoOwner::Dgfip)).ends_with("impots.gouv.fr, espace professionnel."));
    assert!(sentence(Action::SeePayments(CoOwner::Urssaf)).ends_with(
        "Adressez votre demande à l’administrateur de votre compte Urssaf, sur urssaf.fr, gestion des accès."
    ));
}

#[test]
fn a_hidden_denial_reveals_nothing() {
    let foreign = foreign();
    let hidden = [
        sentence(Action::UseMotif { confidential: true }),
        sentence(Action::PayCreance(&foreign)),
        sentence(Action::ReadServiceInbox { service: "RR-1" }),
    ];
    assert!(hidden.iter().all(|text| text == "Cette page n’existe pas, ou n’existe plus."));
}
