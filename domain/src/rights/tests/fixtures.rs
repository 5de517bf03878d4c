//! Companies, habilitations and outcomes for the tests of rights.

use crate::rights::{Action, Actor, Decision, Droit, Habilitation, Place, Teleservice, decide};
use crate::siren::Siren;
use crate::siret::Siret;

/// SIREN of the chosen company.
pub const SIREN: &str = "732829320";
/// SIRET of an establishment of that company.
pub const HERE: &str = "73282932000074";

pub fn siren(text: &str) -> Siren {
    Siren::parse(text).expect("a SIREN")
}

pub fn siret(text: &str) -> Siret {
    Siret::parse(text).expect("a SIRET")
}

/// Another establishment of the same company.
pub fn sibling() -> Siret {
    (0..10).find_map(|key| Siret::parse(&format!("{SIREN}0001{key}")).ok()).expect("a key")
}

/// An establishment of another company.
pub fn foreign() -> Siret {
    siret("35600000000048")
}

/// A habilitation on a SIRET.
pub fn at(place: &Siret, teleservice: Teleservice, droit: Droit) -> Habilitation {
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place: Place::Siret(place.clone()) }
}

/// A habilitation on the SIREN of the chosen company.
pub fn on_siren(teleservice: Teleservice, droit: Droit) -> Habilitation {
    let place = Place::Siren(siren(SIREN));
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Allowed,
    /// Denied with the reason.
    Shown,
    /// Denied as if the object did not exist.
    Hidden,
}
pub use Outcome::{Allowed, Hidden, Shown};

pub fn outcome(decision: &Decision) -> Outcome {
    match decision {
        Decision::Allowed => Allowed,
        Decision::Denied(denial) if denial.hidden => Hidden,
        Decision::Denied(_) => Shown,
    }
}

/// Decides for a person with these habilitations who chose the company.
pub fn decide_with(held: &[Habilitation], action: Action) -> Decision {
    let siren = siren(SIREN);
    decide(&Actor::Usager { habilitations: held, siren: Some(&siren) }, &action)
}
