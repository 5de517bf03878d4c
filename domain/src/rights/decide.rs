use super::denial::{Denial, Level, Reason};
use super::habilitation::{DeclarationLine, Droit, Habilitation, Place, Teleservice};
use super::staff::Staff;
use super::staff_role::StaffRole;
use crate::co_owner::CoOwner;
use crate::documents::Circle;
use crate::motif::RecipientKind;
use crate::siren::Siren;
use crate::siret::Siret;

/// Person whose rights are checked.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// `habilitations`: all those held, for every company; `siren`: company chosen in the session.
    Usager { habilitations: &'a [Habilitation], siren: Option<&'a Siren> },
    /// A member of the staff. `services`: codes of the services that they answer for as an agent, or whose documents they
    /// manage; `remote`: may work outside the administration's networks.
    Staff { roles: &'a [StaffRole], services: &'a [String], remote: bool },
    /// A person acting as « administrateur général de l'entreprise »; `sirens`: companies of the role.
    Administrator { sirens: &'a [Siren] },
}

/// Network of a workstation of the staff, in increasing order of security (mission §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Network {
    /// Outside the networks of the administration.
    Outside,
    /// A network of the administration.
    Administration,
    /// A network whose workstations are secured.
    Secured,
}

/// Action to authorise. Payments, mandats and créances are those of the chosen company.
#[derive(Clone, Copy, Debug)]
pub enum Action<'a> {
    /// See the amounts of a co-owner in « Synthèse des paiements à date ».
    SeeSynthese(CoOwner),
    SeePayments(CoOwner),
    SeeSchedule(CoOwner),
    SeeMandats(CoOwner),
    /// Create or delete a mandat of this SIRET.
    ManageMandat(&'a Siret),
    /// Pay a créance of this SIRET.
    PayCreance(&'a Siret),
    /// See the créances that the person may pay by card, wherever they may pay one.
    SeeCardCreances,
    /// Pay a créance of this SIRET by card.
    PayByCard(&'a Siret),
    OpenDeclaration(DeclarationLine),
    /// Open a téléservice for the chosen company through single sign-on.
    OpenTeleservice(Teleservice),
    /// Follow the link to the declarations on a co-owner's own site (mission §4).
    DeclareAt(CoOwner),
    /// Use e-contacts, whatever the motif.
    UseMessaging,
    /// Use a motif: draft, send and read its questions.
    UseMotif {
        confidential: bool,
    },
    /// Read a question of this company to this service, with its answers and files.
    ReadConversation {
        siren: &'a Siren,
        service: &'a str,
        confidential: bool,
    },
    /// Answer a question as this service, or take charge of it.
    AnswerConversation {
        service: &'a str,
    },
    /// Transfer a question from this service to another one, of the kind `to`. `motif`: kind of the services that the motif
    /// of the question names.
    TransferConversation {
        service: &'a str,
        confidential: bool,
        motif: RecipientKind,
        to: RecipientKind,
    },
    ReadServiceInbox {
        service: &'a str,
    },
    /// Keep the agenda of this service: its settings, and the appointments of operators with it.
    KeepAgenda {
        service: &'a str,
    },
    /// Write, change and delete the canned answers that the agents of this service share.
    KeepCannedAnswers {
        service: &'a str,
    },
    /// Use the operators' page of shared documents.
    SeeDocuments,
    /// Read a document that is shared with this circle.
    ReadDocument {
        circle: &'a Circle,
    },
    /// Use the pages of document managers.
    ShareDocuments,
    /// Manage the documents of this service: folders, versions, acknowledgements.
    ManageDocuments {
        service: &'a str,
    },
    /// Work as a member of the staff from this network.
    WorkFrom(Network),
    /// Use the pages of agents: inbox and questions.
    AnswerQuestions,
    /// Use the pages of hotline advisers: read and answer the cases of the assistance, make the calls booked, see the pages
    /// that people share.
    AnswerCases,
    /// Write the texts of the public pages.
    EditTexts,
    /// Read the opinions of visitors, and their figures.
    ReadOpinions,
    /// See the page with the delays of services.
    SeeDelayReports,
    /// See the delays of this service.
    SeeDelayReport {
        service: &'a str,
    },
    /// See staff, services and the audit trail.
    SeeAdministration,
    /// Change staff or services: no weaker than an official act, which these changes make possible.
    Administer {
        from: Network,
        /// Password and second factor were verified recently.
        recently_authenticated: bool,
        /// The second factor is an authenticator app or a passkey, or the portal requires neither.
        strong_factor: bool,
    },
    /// Mark an answer of this service as an official act (001).
    IssueOfficialAct {
        service: &'a str,
        from: Network,
        /// Password and second factor were verified recently.
        recently_authenticated: bool,
        /// As in [`Action::Administer`].
        strong_factor: bool,
    },
    /// Delegate the role of « administrateur général de l'entreprise » for this company (004, Habilitation).
    DelegateRole(&'a Siren),
}

impl Action<'_> {
    /// Returns `true` for actions that only members of the staff may perform.
    fn is_of_staff(&self) -> bool {
        matches!(
            self,
            Action::AnswerConversation { .. }
                | Action::TransferConversation { .. }
                | Action::ReadServiceInbox { .. }
                | Action::KeepAgenda { .. }
                | Action::KeepCannedAnswers { .. }
                | Action::WorkFrom(_)
                | Action::IssueOfficialAct { .. }
                | Action::AnswerQuestions
                | Action::AnswerCases
                | Action::EditTexts
                | Action::ShareDocuments
                | Action::ManageDocuments { .. }
                | Action::ReadOpinions
                | Action::SeeDelayReports
                | Action::SeeDelayReport { .. }
                | Action::SeeAdministration
                | Action::Administer { .. }
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    Denied(Denial),
}

impl Decision {
    pub fn is_allowed(&self) -> bool {
        *self == Decision::Allowed
    }

    /// Converts to a `Result`, for use with `?`.
    pub fn or_denied(self) -> Result<(), Denial> {
        match self {
            Decision::Allowed => Ok(()),
            Decision::Denied(denial) => Err(denial),
        }
    }

    fn from_result(result: Result<(), Denial>) -> Self {
        match result {
            Ok(()) => Decision::Allowed,
            Err(denial) => Decision::Denied(denial),
        }
    }
}

/// Decides whether an actor may perform an action (mission §3.3). The only place where rights are decided,
/// for every page and use case.
pub fn decide(actor: &Actor, action: &Action) -> Decision {
    Decision::from_result(match actor {
        Actor::Usager { habilitations, siren } => match siren {
            Some(siren) => Company { habilitations, siren }.decide(action),
            None => Err(without_company(action)),
        },
        Actor::Staff { roles, services, remote } => Staff { roles, services, remote: *remote }.decide(action),
        Actor::Administrator { sirens } => decide_administrator(sirens, action),
    })
}

/// Denial when no company is chosen; confidential content and agents' actions are hidden.
fn without_company(action: &Action) -> Denial {
    match action {
        Action::UseMotif { confidential: true }
        | Action::ReadConversation { .. }
        | Action::ReadDocument { .. } => Denial::hidden(Reason::NoCompany),
        other if other.is_of_staff() => Denial::hidden(Reason::StaffOnly),
        Action::DelegateRole(siren) => Denial::shown(Reason::NotAdministrator { siren: Siren::clone(siren) }),
        _ => Denial::shown(Reason::NoCompany),
    }
}

/// Rights of a person on the chosen company.
struct Company<'a> {
    habilitations: &'a [Habilitation],
    siren: &'a Siren,
}

impl Company<'_> {
    fn decide(&self, action: &Action) -> Result<(), Denial> {
        let (sepa, card) = (Teleservice::TelepaiementSepa, Teleservice::TelepaiementCb);
        match *action {
            Action::SeeSynthese(co_owner) | Action::SeePayments(co_owner) => {
                self.require_figures(co_owner, sepa, Droit::Telepayer)
            }
            Action::SeeMandats(co_owner) => self.require_figures(co_owner, sepa, Droit::Adherer),
            Action::SeeSchedule(co_owner) if !co_owner.has_schedule() => not_offered(co_owner),
            Action::SeeSchedule(co_owner) => self.require_figures(co_owner, sepa, Droit::Telepayer),
            Action::ManageMandat(siret) => self.require_on_siret(siret, sepa, Droit::Adherer),
            Action::PayCreance(siret) => self.require_on_siret(siret, sepa, Droit::Telepayer),
            Action::SeeCardCreances => self.require_on_any_siret(card, &[Droit::Telepayer]),
            Action::PayByCard(siret) => self.require_on_siret(siret, card, Droit::Telepayer),
            Action::OpenDeclaration(line) => {
                self.require_on_any_siret(line.teleservice(), &[Droit::Lire, Droit::Declarer])
            }
            Action::OpenTeleservice(teleservice) => self.require_any_right(teleservice),
            Action::DeclareAt(co_owner) if co_owner.declarations().is_none() => not_offered(co_owner),
            Action::DeclareAt(co_owner) => self.require_any_habilitation(co_owner),
            Action::UseMessaging | Action::UseMotif { confidential: false } | Action::SeeDocuments => {
                self.require_any_habilitation(CoOwner::Dgddi)
            }
            Action::UseMotif { confidential: true } => self.require_confidential_access(),
            Action::ReadConversation { siren, .. } if siren != self.siren => {
                Err(Denial::hidden(Reason::OutOfScope))
            }
            Action::ReadConversation { confidential: true, .. } => self.require_confidential_access(),
            Action::ReadConversation { .. } => self.require_any_habilitation(CoOwner::Dgddi),
            Action::ReadDocument { circle } => self.require_circle(circle),
            // A habilitation is not a role: a correspondant entreprise is not an administrateur général (004).
            Action::DelegateRole(siren) => {
                Err(Denial::shown(Reason::NotAdministrator { siren: siren.clone() }))
            }
            _ => Err(Denial::hidden(Reason::StaffOnly)),
        }
    }

    /// Checks access to the figures of a co-owner: customs require `droit` on Télépaiement SEPA, the others
    /// *consulter* on their own payments.
    fn require_figures(
        &self,
        co_owner: CoOwner,
        teleservice: Teleservice,
        droit: Droit,
    ) -> Result<(), Denial> {
        match co_owner {
            CoOwner::Dgddi => self.require_on_any_siret(teleservice, &[droit]),
            CoOwner::Dgfip => self.require_on_siren(Teleservice::PaiementsDgfip, &[Droit::Consulter]),
            CoOwner::Urssaf => self.require_on_siren(Teleservice::PaiementsUrssaf, &[Droit::Consulter]),
            CoOwner::NetEntreprises => not_offered(co_owner),
        }
    }

    /// Habilitations on the chosen company.
    fn company_habilitations(&self) -> impl Iterator<Item = &Habilitation> {
        self.habilitations.iter().filter(|habilitation| habilitation.place.is_in(self.siren))
    }

    /// Requires one of the rights on at least one SIRET of the company.
    fn require_on_any_siret(&self, teleservice: Teleservice, droits: &[Droit]) -> Result<(), Denial> {
        if self
            .company_habilitations()
            .any(|held| droits.iter().any(|droit| held.grants(teleservice, *droit)))
        {
            return Ok(());
        }
        let level = Level::AnySiretOf(self.siren.clone());
        Err(Denial::shown(Reason::MissingRight { teleservice, droits: droits.to_vec(), level }))
    }

    /// Requires any right on the téléservice, which itself limits each SIRET to its rights (mission §3.4).
    fn require_any_right(&self, teleservice: Teleservice) -> Result<(), Denial> {
        let droits = teleservice.droits();
        match teleservice.co_owner() {
            CoOwner::Dgddi => self.require_on_any_siret(teleservice, droits),
            _ => self.require_on_siren(teleservice, droits),
        }
    }

    /// Requires one of the rights on the SIREN.
    fn require_on_siren(&self, teleservice: Teleservice, droits: &[Droit]) -> Result<(), Denial> {
        if self
            .company_habilitations()
            .any(|held| droits.iter().any(|droit| held.grants(teleservice, *droit)))
        {
            return Ok(());
        }
        let level = Level::At(Place::Siren(self.siren.clone()));
        Err(Denial::shown(Reason::MissingRight { teleservice, droits: droits.to_vec(), level }))
    }

    /// Requires the right on this SIRET; the right on another SIRET or on the SIREN is not enough.
    fn require_on_siret(&self, siret: &Siret, teleservice: Teleservice, droit: Droit) -> Result<(), Denial> {
        if !siret.is_of(self.siren) {
            return Err(Denial::hidden(Reason::OutOfScope));
        }
        let place = Place::Siret(siret.clone());
        if self.habilitations.iter().any(|held| held.place == place && held.grants(teleservice, droit)) {
            return Ok(());
        }
        let level = Level::At(place);
        Err(Denial::shown(Reason::MissingRight { teleservice, droits: vec![droit], level }))
    }

    /// Requires any habilitation of the co-owner on the company; for customs, this opens e-contacts standard.
    fn require_any_habilitation(&self, co_owner: CoOwner) -> Result<(), Denial> {
        if self
            .company_habilitations()
            .any(|held| held.co_owner == co_owner && held.teleservice.co_owner() == co_owner)
        {
            return Ok(());
        }
        Err(Denial::shown(Reason::NoHabilitation { co_owner, siren: self.siren.clone() }))
    }

    /// Requires the person to belong to the circle; otherwise hides its documents.
    fn require_circle(&self, circle: &Circle) -> Result<(), Denial> {
        let decided = match circle {
            Circle::Company(siren) if siren == self.siren => self.require_any_habilitation(CoOwner::Dgddi),
            Circle::Teleservice(teleservice) => self.require_any_right(*teleservice),
            Circle::Company(_) | Circle::Service(_) => Err(Denial::hidden(Reason::OutOfScope)),
        };
        decided.map_err(|denial| Denial { hidden: true, ..denial })
    }

    /// Requires *télépayer* on the SIREN (e-contacts comptable); otherwise hides both confidential motifs.
    fn require_confidential_access(&self) -> Result<(), Denial> {
        self.require_on_any_siret(Teleservice::TelepaiementSepa, &[Droit::Telepayer])
            .map_err(|denial| Denial { hidden: true, ..denial })
    }
}

fn not_offered(co_owner: CoOwner) -> Result<(), Denial> {
    Err(Denial::shown(Reason::NotOffered { co_owner }))
}

/// Decides for an administrateur général, whose role only allows delegation; other rights are habilitations.
fn decide_administrator(sirens: &[Siren], action: &Action) -> Result<(), Denial> {
    match action {
        Action::DelegateRole(siren) if sirens.contains(siren) => Ok(()),
        other => Err(without_company(other)),
    }
}
