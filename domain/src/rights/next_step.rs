use std::fmt;

use super::denial::{Denial, Reason};
use crate::co_owner::CoOwner;
use crate::french::with_a;
use crate::siren::Siren;

/// Next step of the person after a denial: contact and place (mission §3.3). Pages add the links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Request the right on the co-owner's site; the portal lists the rights already held.
    RequestRight {
        co_owner: CoOwner,
        siren: Siren,
    },
    ChooseCompany,
    /// Choose one of the services offered.
    ChooseService,
    /// Consult the co-owner's own site, because the portal does not have the information.
    SeeSite(CoOwner),
    /// Sign in with the account of an operator.
    SignInAsUsager,
    /// Use a workstation of a secured network.
    ChangeWorkstation,
    /// Use a workstation of a secured network for the administration.
    AdministerFromSecuredNetwork,
    Reauthenticate,
    /// Add an authenticator app or a passkey.
    AddStrongFactor,
    /// Sign in from a network of the administration, or ask for remote access.
    RequestRemoteAccess,
    /// Ask an administrator of the portal for the role.
    RequestRole,
    /// Contact an administrateur général of the company, or the assistance to appoint the first one.
    ContactAdministrator {
        siren: Siren,
    },
}

impl NextStep {
    /// French description of the person who grants rights.
    pub fn granted_by(co_owner: CoOwner) -> &'static str {
        match co_owner {
            CoOwner::Dgddi => "le correspondant de votre entreprise",
            CoOwner::Dgfip => "l’administrateur de votre espace professionnel de la DGFiP",
            CoOwner::Urssaf => "l’administrateur de votre compte Urssaf",
            CoOwner::NetEntreprises => "l’administrateur de votre inscription à net-entreprises",
        }
    }

    /// French description of the site and section where rights are granted.
    pub fn granted_at(co_owner: CoOwner) -> &'static str {
        match co_owner {
            CoOwner::Dgddi => "douane.gouv.fr (rôle «\u{a0}gestion service en ligne entreprise\u{a0}»)",
            CoOwner::Dgfip => "impots.gouv.fr, espace professionnel",
            CoOwner::Urssaf => "urssaf.fr, gestion des accès",
            CoOwner::NetEntreprises => "net-entreprises.fr, gestion des inscriptions",
        }
    }
}

impl Denial {
    /// Returns the next step, or `None` if the denial is hidden, because the object must appear not to exist.
    pub fn next_step(&self) -> Option<NextStep> {
        if self.hidden {
            return None;
        }
        Some(match &self.reason {
            Reason::MissingRight { teleservice, level, .. } => {
                NextStep::RequestRight { co_owner: teleservice.co_owner(), siren: level.siren() }
            }
            Reason::NoHabilitation { co_owner, siren } => {
                NextStep::RequestRight { co_owner: *co_owner, siren: siren.clone() }
            }
            Reason::NoCompany | Reason::OutOfScope => NextStep::ChooseCompany,
            Reason::OtherKindOfService => NextStep::ChooseService,
            Reason::NotOffered { co_owner } => NextStep::SeeSite(*co_owner),
            Reason::UsagersOnly | Reason::StaffOnly => NextStep::SignInAsUsager,
            Reason::MissingRole { .. } => NextStep::RequestRole,
            Reason::NoRemoteAccess => NextStep::RequestRemoteAccess,
            Reason::NetworkNotSecured => NextStep::ChangeWorkstation,
            Reason::AdministrationNotSecured => NextStep::AdministerFromSecuredNetwork,
            Reason::ReauthenticationRequired | Reason::AdministrationNeedsReauthentication => {
                NextStep::Reauthenticate
            }
            Reason::StrongFactorRequired | Reason::AdministrationNeedsStrongFactor => {
                NextStep::AddStrongFactor
            }
            Reason::NotAdministrator { siren } => NextStep::ContactAdministrator { siren: siren.clone() },
        })
    }
}

/// Writes the French sentence.
impl fmt::Display for NextStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NextStep::RequestRight { co_owner, .. } => {
                let (grantor, place) = (NextStep::granted_by(*co_owner), NextStep::granted_at(*co_owner));
                write!(f, "Adressez votre demande {}, sur {place}.", with_a(grantor))
            }
            NextStep::ChooseCompany => f.write_str("Choisissez d’abord l’entreprise pour laquelle vous travaillez."),
            NextStep::ChooseService => f.write_str("Choisissez un autre service dans la liste."),
            NextStep::SeeSite(co_owner) => write!(f, "Consultez directement {}.", co_owner.site()),
            NextStep::SignInAsUsager => {
                f.write_str("Pour votre propre entreprise, connectez-vous avec un compte d’opérateur.")
            }
            NextStep::ChangeWorkstation => f.write_str(
                "Reprenez cette réponse sur un tel poste, ou envoyez-la sans en faire un acte officiel.",
            ),
            NextStep::AdministerFromSecuredNetwork => {
                f.write_str("Reprenez ce changement sur un tel poste\u{a0}: rien n’a été modifié.")
            }
            NextStep::Reauthenticate => f.write_str(
                "Confirmez votre identité, puis envoyez de nouveau\u{a0}: votre texte est conservé.",
            ),
            NextStep::AddStrongFactor => {
                f.write_str("Ajoutez l’une ou l’autre sur la page «\u{a0}Ma sécurité\u{a0}», puis recommencez.")
            }
            NextStep::RequestRemoteAccess => f.write_str(
                "Connectez-vous sur un réseau de l’administration, ou demandez ce droit à votre administrateur.",
            ),
            NextStep::RequestRole => f.write_str(
                "Demandez ce rôle à un administrateur du portail, ou connectez-vous avec un compte qui l’a.",
            ),
            NextStep::ContactAdministrator { .. } => f.write_str(
                "Adressez votre demande à un administrateur général de votre entreprise. S’il n’y en a pas encore, \
                 appelez l’assistance du portail\u{a0}: elle vérifie vos pouvoirs et nomme le premier.",
            ),
        }
    }
}
