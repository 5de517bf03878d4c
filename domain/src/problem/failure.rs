use std::fmt;

use serde::{Deserialize, Serialize};

use crate::helpline::HOTLINE;

/// A failure that no field can correct. `Display` gives the French title and explanation in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Failure {
    /// A right is missing. `explanation`: sentence of the [`Denial`](crate::rights::Denial).
    MissingRight { explanation: String },
    /// The input has problems. `sentences`: those of its problems.
    Invalid { sentences: String },
    /// The object does not exist for the person.
    NotFound,
    /// The database is busy, or a disk is full or read-only.
    Busy,
    /// A co-owner does not respond. `what`: its name, or the name of its service.
    CoOwnerUnavailable { what: String },
    /// A defect, recorded in the log.
    Unexpected,
}

impl Failure {
    /// Returns the French title, in a few words without a full stop.
    pub fn title(&self) -> &'static str {
        match self {
            Failure::MissingRight { .. } => "Il vous manque un droit",
            Failure::Invalid { .. } => "La demande n’a pas pu être traitée",
            Failure::NotFound => "Page introuvable",
            Failure::Busy => "Portail momentanément indisponible",
            Failure::CoOwnerUnavailable { .. } => "Un service partenaire ne répond pas",
            Failure::Unexpected => "Une erreur est survenue",
        }
    }

    /// Returns the French explanation, with the next step.
    pub fn text(&self) -> String {
        match self {
            Failure::MissingRight { explanation } => explanation.clone(),
            Failure::Invalid { sentences } => sentences.clone(),
            Failure::NotFound => {
                "Cette page n’existe pas ou n’existe plus pour l’entreprise choisie. Vérifiez \
                                  l’adresse, ou repartez de l’accueil."
                    .to_owned()
            }
            Failure::Busy => {
                let number = HOTLINE.number;
                format!(
                    "Le portail ne peut pas traiter votre demande pour le moment. Ce que vous avez enregistré est \
                     conservé. Réessayez dans quelques minutes\u{a0}; si le problème persiste, appelez l’assistance \
                     au {number}."
                )
            }
            Failure::CoOwnerUnavailable { what } => {
                format!("{what} ne répond pas pour le moment. Réessayez dans quelques minutes.")
            }
            Failure::Unexpected => {
                let number = HOTLINE.number;
                format!(
                    "L’incident est enregistré. Réessayez\u{a0}; s’il se reproduit, appelez l’assistance au {number}."
                )
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.title(), self.text())
    }
}
