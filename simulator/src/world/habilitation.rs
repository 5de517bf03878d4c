//! Habilitations: rights on téléservices.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalogue::{self, Droit};
use crate::co_owner::CoOwner;

/// A right on a téléservice, at an establishment or for a whole company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Habilitation {
    pub teleservice: String,
    pub droit: Droit,
    pub place: Place,
}

/// Scope of a habilitation: an establishment (SIRET) or a whole company (SIREN).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Siret(String),
    Siren(String),
}

/// JSON form, with exactly one of `siret` and `siren`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    teleservice: String,
    droit: Droit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    siret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    siren: Option<String>,
}

impl Place {
    /// Returns `None` unless the text consists of 9 or 14 digits.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match text.len() {
            9 => Some(Self::Siren(text.to_owned())),
            14 => Some(Self::Siret(text.to_owned())),
            _ => None,
        }
    }

    pub fn number(&self) -> &str {
        match self {
            Self::Siret(number) | Self::Siren(number) => number,
        }
    }

    /// SIREN of the company.
    pub fn siren(&self) -> &str {
        &self.number()[..9]
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Siret(number) => write!(f, "SIRET {number}"),
            Self::Siren(number) => write!(f, "SIREN {number}"),
        }
    }
}

impl TryFrom<Wire> for Habilitation {
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let place = match (&wire.siret, &wire.siren) {
            (Some(siret), None) => Place::parse(siret).filter(|place| matches!(place, Place::Siret(_))),
            (None, Some(siren)) => Place::parse(siren).filter(|place| matches!(place, Place::Siren(_))),
            _ => return Err("il faut «\u{a0}siret\u{a0}» ou «\u{a0}siren\u{a0}», et un seul des deux"),
        };
        let place = place.ok_or("le SIRET compte 14 chiffres, le SIREN 9")?;
        Ok(Self { teleservice: wire.teleservice, droit: wire.droit, place })
    }
}

impl From<Habilitation> for Wire {
    fn from(one: Habilitation) -> Self {
        let (siret, siren) = match one.place {
            Place::Siret(number) => (Some(number), None),
            Place::Siren(number) => (None, Some(number)),
        };
        Self { teleservice: one.teleservice, droit: one.droit, siret, siren }
    }
}

impl Habilitation {
    /// Checks that this right exists at the co-owner.
    ///
    /// # Errors
    /// A French sentence if it does not.
    pub fn check(&self, co_owner: CoOwner) -> Result<(), String> {
        let Some(teleservice) = catalogue::find(co_owner, &self.teleservice) else {
            return Err(format!(
                "Le téléservice {} n’est pas de ceux de ce copropriétaire ({co_owner}).",
                self.teleservice
            ));
        };
        if !teleservice.droits.contains(&self.droit) {
            return Err(format!(
                "Le droit «\u{a0}{}\u{a0}» n’existe pas sur {}.",
                self.droit, teleservice.code
            ));
        }
        // Customs rights apply to an establishment, those of the others to a company (004, Habilitations).
        match (co_owner, &self.place) {
            (CoOwner::Dgddi, Place::Siren(_)) => Err("Une habilitation DGDDI porte un SIRET.".to_owned()),
            (CoOwner::Dgfip | CoOwner::Urssaf, Place::Siret(_)) => {
                Err(format!("Une habilitation {co_owner} porte un SIREN."))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_must_have_either_siret_or_siren() {
        let text = r#"{"teleservice":"DELTA-G","droit":"lire","siret":"00010101200014"}"#;
        let one: Habilitation = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&one).unwrap(), text);
        for wrong in [
            r#"{"teleservice":"DELTA-G","droit":"lire"}"#,
            r#"{"teleservice":"DELTA-G","droit":"lire","siret":"000101012"}"#,
            r#"{"teleservice":"DELTA-G","droit":"lire","siret":"00010101200014","siren":"000101012"}"#,
        ] {
            assert!(serde_json::from_str::<Habilitation>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn customs_rights_need_an_establishment() {
        let right = |teleservice: &str, droit, number: &str| Habilitation {
            teleservice: teleservice.to_owned(),
            droit,
            place: Place::parse(number).unwrap(),
        };
        assert!(right("DELTA-G", Droit::Lire, "00010101200014").check(CoOwner::Dgddi).is_ok());
        assert!(right("DELTA-G", Droit::Lire, "000101012").check(CoOwner::Dgddi).is_err());
        assert!(right("DELTA-G", Droit::Telepayer, "00010101200014").check(CoOwner::Dgddi).is_err());
        assert!(right("PAIEMENTS-DGFIP", Droit::Consulter, "000101012").check(CoOwner::Dgfip).is_ok());
        assert!(right("PAIEMENTS-DGFIP", Droit::Consulter, "000101012").check(CoOwner::Urssaf).is_err());
    }
}
