use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Droit, Place, Teleservice};
use crate::co_owner::CoOwner;
use crate::siren::Siren;

/// A refusal that says why: the missing right, at which level, who grants it and where (mission §3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    pub reason: Reason,
    /// What was asked must look as if it did not exist: « not found », absent from lists and counts.
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// None of `droits` (any would do) on the téléservice.
    MissingRight { teleservice: Teleservice, droits: Vec<Droit>, level: Level },
    /// No habilitation of this co-owner at all on the company.
    NoHabilitation { co_owner: CoOwner, siren: Siren },
    /// No company was chosen yet.
    NoCompany,
    /// The object belongs to another company, or to another service.
    Elsewhere,
    /// The co-owner does not offer it: customs have no schedule.
    NotOffered { co_owner: CoOwner },
    /// Only agents of the customs do it.
    AgentsOnly,
    /// Only operators do it.
    UsagersOnly,
    /// The agent has no right to work from outside the administration's networks (001).
    NoRemoteAccess,
    /// Official acts want a secured workstation (001).
    NetworkNotSecured,
    /// Official acts want a fresh strong authentication (001).
    ProofTooOld,
    /// Only an « administrateur général de l'entreprise » of that SIREN delegates the role (004).
    NotAdministrator { siren: Siren },
}

/// Where the right is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// On this very place.
    At(Place),
    /// On at least one SIRET of the company.
    AnySiretOf(Siren),
}

impl Denial {
    pub(super) fn shown(reason: Reason) -> Self {
        Denial { reason, hidden: false }
    }

    pub(super) fn hidden(reason: Reason) -> Self {
        Denial { reason, hidden: true }
    }

    /// The administration that can grant what is missing.
    pub fn co_owner(&self) -> Option<CoOwner> {
        match &self.reason {
            Reason::MissingRight { teleservice, .. } => Some(teleservice.co_owner()),
            Reason::NoHabilitation { co_owner, .. } => Some(*co_owner),
            _ => None,
        }
    }

    /// What is missing, without what can be done about it; of something hidden, nothing that tells it from what does
    /// not exist.
    pub fn missing(&self) -> String {
        if self.hidden {
            return "Cette page n’existe pas, ou n’existe plus.".to_owned();
        }
        match &self.reason {
            Reason::MissingRight { teleservice, droits, level } => {
                let droits: Vec<_> =
                    droits.iter().map(|droit| format!("«\u{a0}{}\u{a0}»", droit.label())).collect();
                let (droits, label) = (droits.join(" ou "), teleservice.label());
                format!("Il vous manque le droit {droits} du téléservice {label} {level}.")
            }
            Reason::NoHabilitation { co_owner, siren } => {
                let (who, siren) = (co_owner.with_article(), siren.grouped());
                format!(
                    "Il vous manque une habilitation de {who}, quelle qu’elle soit, sur un SIRET du SIREN {siren}."
                )
            }
            Reason::NotOffered { co_owner } => {
                format!("Cette information n’est pas proposée par {}.", co_owner.with_article())
            }
            Reason::NotAdministrator { siren } => {
                let siren = siren.grouped();
                format!(
                    "Vous n’êtes pas administrateur général de l’entreprise SIREN {siren} sur le portail."
                )
            }
            other => other.fixed().to_owned(),
        }
    }
}

impl Reason {
    /// The reasons that say the same to everybody.
    fn fixed(&self) -> &'static str {
        match self {
            Reason::NoCompany => "Aucune entreprise n’est choisie.",
            Reason::Elsewhere => "Cet élément ne dépend pas de l’entreprise ou du service choisi.",
            Reason::AgentsOnly => "Seuls les agents des douanes peuvent faire cela.",
            Reason::UsagersOnly => {
                "Cette page est réservée aux usagers\u{a0}: elle n’existe pas pour un agent."
            }
            Reason::NetworkNotSecured => {
                "Un acte officiel se signe depuis un poste d’un réseau sécurisé, et vous n’y êtes pas."
            }
            Reason::ProofTooOld => "Un acte officiel demande une vérification récente de votre identité.",
            Reason::NoRemoteAccess => "Votre compte d’agent n’ouvre pas l’accès à distance.",
            Reason::MissingRight { .. }
            | Reason::NoHabilitation { .. }
            | Reason::NotOffered { .. }
            | Reason::NotAdministrator { .. } => "Il vous manque un droit.",
        }
    }
}

impl Level {
    /// The company on which the right is needed.
    pub fn siren(&self) -> Siren {
        match self {
            Level::At(place) => place.siren(),
            Level::AnySiretOf(siren) => siren.clone(),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Level::At(Place::Siret(siret)) => write!(f, "sur le SIRET {}", siret.grouped()),
            Level::At(Place::Siren(siren)) => write!(f, "sur le SIREN {}", siren.grouped()),
            Level::AnySiretOf(siren) => write!(f, "sur au moins un SIRET du SIREN {}", siren.grouped()),
        }
    }
}

/// What the person reads: what is missing, then the next step.
impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.missing())?;
        match self.next_step() {
            Some(step) => write!(f, " {step}"),
            None => Ok(()),
        }
    }
}
