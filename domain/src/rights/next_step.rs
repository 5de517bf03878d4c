use std::fmt;

use super::{Denial, Reason};
use crate::co_owner::CoOwner;
use crate::siren::Siren;

/// What the person can do about a refusal: whom to ask, where (mission §3.3). Pages add the links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Ask the person who grants it, at the co-owner's site; the portal shows what is held there already.
    Ask {
        co_owner: CoOwner,
        siren: Siren,
    },
    ChooseCompany,
    /// The portal does not have it; the co-owner's own site may.
    SeeSite(CoOwner),
    /// It wants the account of an operator.
    SignInAsUsager,
    ChangeWorkstation,
    ProveAgain,
    /// Who administers the agents of the portal.
    AskAgentsAdministrator,
    /// Another administrateur général of the company, or the portal's assistance for the first one.
    AskAdministrator {
        siren: Siren,
    },
}

impl NextStep {
    /// Who grants what is missing, to be asked by the person.
    pub fn granted_by(co_owner: CoOwner) -> &'static str {
        match co_owner {
            CoOwner::Dgddi => "le correspondant de votre entreprise",
            CoOwner::Dgfip => "l’administrateur de votre espace professionnel de la DGFiP",
            CoOwner::Urssaf => "l’administrateur de votre compte Urssaf",
        }
    }

    /// Where it is granted.
    pub fn granted_at(co_owner: CoOwner) -> &'static str {
        match co_owner {
            CoOwner::Dgddi => "douane.gouv.fr, rubrique «\u{a0}gestion service en ligne entreprise\u{a0}»",
            CoOwner::Dgfip => "impots.gouv.fr, espace professionnel",
            CoOwner::Urssaf => "urssaf.fr, gestion des accès",
        }
    }
}

impl Denial {
    /// What can be done; nothing about what is hidden, which must look as if it did not exist.
    pub fn next_step(&self) -> Option<NextStep> {
        if self.hidden {
            return None;
        }
        Some(match &self.reason {
            Reason::MissingRight { teleservice, level, .. } => {
                NextStep::Ask { co_owner: teleservice.co_owner(), siren: level.siren() }
            }
            Reason::NoHabilitation { co_owner, siren } => {
                NextStep::Ask { co_owner: *co_owner, siren: siren.clone() }
            }
            Reason::NoCompany | Reason::Elsewhere => NextStep::ChooseCompany,
            Reason::NotOffered { co_owner } => NextStep::SeeSite(*co_owner),
            Reason::UsagersOnly | Reason::AgentsOnly => NextStep::SignInAsUsager,
            Reason::NoRemoteAccess => NextStep::AskAgentsAdministrator,
            Reason::NetworkNotSecured => NextStep::ChangeWorkstation,
            Reason::ProofTooOld => NextStep::ProveAgain,
            Reason::NotAdministrator { siren } => NextStep::AskAdministrator { siren: siren.clone() },
        })
    }
}

/// What the person reads.
impl fmt::Display for NextStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NextStep::Ask { co_owner, .. } => {
                let (who, place) = (NextStep::granted_by(*co_owner), NextStep::granted_at(*co_owner));
                write!(f, "Demandez-le à celui qui l’accorde\u{a0}: {who}, sur {place}.")
            }
            NextStep::ChooseCompany => f.write_str("Choisissez d’abord l’entreprise pour laquelle vous travaillez."),
            NextStep::SeeSite(co_owner) => write!(f, "Consultez directement {}.", co_owner.site()),
            NextStep::SignInAsUsager => {
                f.write_str("Pour votre propre entreprise, connectez-vous avec un compte d’opérateur.")
            }
            NextStep::ChangeWorkstation => f.write_str(
                "Reprenez cette réponse depuis un tel poste, ou envoyez-la sans en faire un acte officiel.",
            ),
            NextStep::ProveAgain => f.write_str(
                "Confirmez que c’est bien vous, puis envoyez de nouveau\u{a0}: votre texte est gardé.",
            ),
            NextStep::AskAgentsAdministrator => f.write_str(
                "Connectez-vous depuis un réseau de l’administration, ou demandez ce droit à votre administrateur.",
            ),
            NextStep::AskAdministrator { .. } => f.write_str(
                "Demandez-le à un administrateur général de votre entreprise\u{a0}; s’il n’y en a pas encore, l’assistance du portail vérifie vos pouvoirs et nomme le premier.",
            ),
        }
    }
}
