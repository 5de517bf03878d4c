use std::fmt;

use serde::{Deserialize, Serialize};

use super::habilitation::{Droit, Place, Teleservice};
use super::staff_role::StaffRole;
use crate::co_owner::CoOwner;
use crate::french::with_de;
use crate::siren::Siren;

/// A denied action with its reason: the missing right, its level, who grants it and where (mission §3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    pub reason: Reason,
    /// The object must appear not to exist: « not found », absent from lists and counts.
    pub hidden: bool,
}

/// Reason of a denial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// None of `droits` is held on the téléservice; any one of them is enough.
    MissingRight { teleservice: Teleservice, droits: Vec<Droit>, level: Level },
    /// No habilitation of this co-owner is held on the company.
    NoHabilitation { co_owner: CoOwner, siren: Siren },
    /// No company is chosen.
    NoCompany,
    /// The object belongs to another company or service.
    #[serde(rename = "elsewhere")]
    OutOfScope,
    /// Not offered by the co-owner: customs have no schedule, net-entreprises no payments.
    NotOffered { co_owner: CoOwner },
    /// A confidential question may only go to a service of the kind that its motif names.
    OtherKindOfService,
    /// Reserved for the staff.
    StaffOnly,
    /// Reserved for members of the staff with one of these roles.
    MissingRole { roles: Vec<StaffRole> },
    /// Reserved for operators.
    UsagersOnly,
    /// The member of the staff may not work from outside the administration's networks (001).
    NoRemoteAccess,
    /// Official acts require a secured workstation (001).
    NetworkNotSecured,
    /// Official acts require a recent strong authentication (001).
    #[serde(rename = "proof_too_old")]
    ReauthenticationRequired,
    /// Changes of staff and services require a secured workstation.
    AdministrationNotSecured,
    /// Changes of staff and services require a recent strong authentication.
    AdministrationNeedsReauthentication,
    /// Official acts require an authenticator app or a passkey.
    StrongFactorRequired,
    /// Changes of staff and services require an authenticator app or a passkey.
    AdministrationNeedsStrongFactor,
    /// Reserved for an « administrateur général de l'entreprise » of that SIREN (004).
    NotAdministrator { siren: Siren },
}

/// Level at which the right is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// On this SIRET or SIREN.
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

    /// Returns the administration that can grant the missing right.
    pub fn co_owner(&self) -> Option<CoOwner> {
        match &self.reason {
            Reason::MissingRight { teleservice, .. } => Some(teleservice.co_owner()),
            Reason::NoHabilitation { co_owner, .. } => Some(*co_owner),
            _ => None,
        }
    }

    /// Returns the French sentence for the reason, without the next step. If hidden, the sentence of a page
    /// that does not exist.
    pub fn explanation(&self) -> String {
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
                let (of_grantor, siren) = (with_de(co_owner.with_article()), siren.grouped());
                // Customs grant rights per SIRET, the others per SIREN.
                let level = if *co_owner == CoOwner::Dgddi { "un SIRET du SIREN" } else { "le SIREN" };
                format!("Il vous faut au moins une habilitation {of_grantor} sur {level} {siren}.")
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
            Reason::MissingRole { roles } => {
                let roles: Vec<_> =
                    roles.iter().map(|role| format!("«\u{a0}{}\u{a0}»", role.label())).collect();
                format!("Cette page est réservée au rôle {}.", roles.join(" ou "))
            }
            other => other.fixed_sentence().to_owned(),
        }
    }
}

impl Reason {
    /// Sentences without parameters.
    fn fixed_sentence(&self) -> &'static str {
        match self {
            Reason::NoCompany => "Aucune entreprise n’est choisie.",
            Reason::OutOfScope => "Cet élément ne dépend pas de l’entreprise ou du service choisi.",
            Reason::OtherKindOfService => {
                "Une question confidentielle ne se transmet qu’à un service de la nature prévue par son motif."
            }
            Reason::StaffOnly => "Cette action est réservée à l’équipe du portail.",
            Reason::UsagersOnly => "Cette page est réservée aux usagers\u{a0}: l’équipe n’y a pas accès.",
            Reason::NetworkNotSecured => {
                "Un acte officiel doit être envoyé à partir d’un poste relié à un réseau sécurisé, ce qui \
                 n’est pas le \
                 cas du vôtre."
            }
            Reason::ReauthenticationRequired => {
                "Un acte officiel exige une vérification récente de votre identité."
            }
            Reason::AdministrationNotSecured => {
                "L’équipe, les services et les motifs ne se modifient qu’à partir d’un poste relié à un réseau sécurisé, ce qui \
                 n’est pas le cas du vôtre."
            }
            Reason::AdministrationNeedsReauthentication => {
                "Ce changement exige une vérification récente de votre identité."
            }
            Reason::StrongFactorRequired => {
                "Un acte officiel exige une application d’authentification ou une clé d’accès, que votre compte n’a pas \
                 encore."
            }
            Reason::AdministrationNeedsStrongFactor => {
                "L’équipe, les services et les motifs ne se modifient qu’avec une application d’authentification ou une clé \
                 d’accès, que votre compte n’a pas encore."
            }
            Reason::NoRemoteAccess => "Votre compte ne permet pas l’accès à distance.",
            Reason::MissingRight { .. }
            | Reason::NoHabilitation { .. }
            | Reason::NotOffered { .. }
            | Reason::NotAdministrator { .. }
            | Reason::MissingRole { .. } => "Il vous manque un droit.",
        }
    }
}

impl Level {
    /// Returns the company on which the right is required.
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

/// Writes the French explanation and the next step.
impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explanation())?;
        match self.next_step() {
            Some(step) => write!(f, " {step}"),
            None => Ok(()),
        }
    }
}
