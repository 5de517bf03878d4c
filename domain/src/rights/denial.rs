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
    /// The co-owner does not offer it: customs have no schedule, net-entreprises no payments.
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

    /// Who grants what is missing, to be asked by the person.
    pub fn granted_by(&self) -> Option<&'static str> {
        Some(match self.co_owner()? {
            CoOwner::Dgddi => "le correspondant de votre entreprise",
            CoOwner::Dgfip => "l’administrateur de votre espace professionnel de la DGFiP",
            CoOwner::Urssaf => "l’administrateur de votre compte Urssaf",
            CoOwner::NetEntreprises => "l’administrateur de votre inscription à net-entreprises",
        })
    }

    /// Where it is granted.
    pub fn granted_at(&self) -> Option<&'static str> {
        Some(match self.co_owner()? {
            CoOwner::Dgddi => "douane.gouv.fr, rubrique «\u{a0}gestion service en ligne entreprise\u{a0}»",
            CoOwner::Dgfip => "impots.gouv.fr, espace professionnel",
            CoOwner::Urssaf => "urssaf.fr, gestion des accès",
            CoOwner::NetEntreprises => "net-entreprises.fr, gestion des inscriptions",
        })
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

/// What the person reads.
impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            // Nothing in the sentence may tell a hidden object from a missing one.
            _ if self.hidden => return f.write_str("Cette page n’existe pas, ou n’existe plus."),
            Reason::MissingRight { teleservice, droits, level } => {
                f.write_str("Il vous manque le droit ")?;
                for (index, droit) in droits.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { " ou " })?;
                    write!(f, "«\u{a0}{}\u{a0}»", droit.label())?;
                }
                write!(f, " du téléservice {} {level}.", teleservice.label())?;
            }
            Reason::NoHabilitation { co_owner, siren } => {
                let (who, siren) = (co_owner.with_article(), siren.grouped());
                // Customs grant at a SIRET, the others at the SIREN.
                let level = if *co_owner == CoOwner::Dgddi { "un SIRET du SIREN" } else { "le SIREN" };
                write!(
                    f,
                    "Il vous manque une habilitation de {who}, quelle qu’elle soit, sur {level} {siren}."
                )?;
            }
            Reason::NoCompany => {
                return f.write_str("Choisissez d’abord l’entreprise pour laquelle vous travaillez.");
            }
            Reason::Elsewhere => {
                return f.write_str("Cet élément ne dépend pas de l’entreprise ou du service choisi.");
            }
            Reason::NotOffered { co_owner } => {
                return write!(f, "Cette information n’est pas proposée par {}.", co_owner.with_article());
            }
            Reason::AgentsOnly => return f.write_str("Seuls les agents des douanes peuvent faire cela."),
            Reason::UsagersOnly => {
                return f.write_str(
                    "Cette page est réservée aux usagers\u{a0}: elle n’existe pas pour un agent.",
                );
            }
            Reason::NetworkNotSecured => {
                return f.write_str(
                    "Un acte officiel se signe depuis un poste d’un réseau sécurisé, et vous n’y êtes pas. Reprenez cette réponse depuis un tel poste, ou envoyez-la sans en faire un acte officiel.",
                );
            }
            Reason::ProofTooOld => {
                return f.write_str(
                    "Un acte officiel demande une vérification récente de votre identité. Confirmez que c’est bien vous, puis envoyez de nouveau\u{a0}: votre texte est gardé.",
                );
            }
            Reason::NoRemoteAccess => {
                return f.write_str(
                    "Votre compte d’agent n’ouvre pas l’accès à distance. Connectez-vous depuis un réseau de l’administration, ou demandez ce droit à votre administrateur.",
                );
            }
        }
        if let (Some(who), Some(place)) = (self.granted_by(), self.granted_at()) {
            write!(f, " Demandez-le à celui qui l’accorde\u{a0}: {who}, sur {place}.")?;
        }
        Ok(())
    }
}
