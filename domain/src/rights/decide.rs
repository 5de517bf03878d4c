use super::{DeclarationLine, Denial, Droit, Habilitation, Level, Place, Reason, Teleservice};
use crate::co_owner::CoOwner;
use crate::siren::Siren;
use crate::siret::Siret;

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// `habilitations`: all that are held, of every company; `siren`: the company chosen in the session.
    Usager { habilitations: &'a [Habilitation], siren: Option<&'a Siren> },
    /// `services`: codes of the services the agent belongs to; `remote`: may work from outside the
    /// administration's networks.
    Agent { services: &'a [String], remote: bool },
    /// A person in their role of « administrateur général de l'entreprise »; `sirens`: where they hold it.
    Administrator { sirens: &'a [Siren] },
}

/// Where an agent works from, the least safe first (mission §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Network {
    /// Anywhere else.
    Outside,
    /// A network of the administration.
    Administration,
    /// One whose workstations are secured.
    Secured,
}

/// What is asked. Amounts, mandats and créances are those of the chosen company.
#[derive(Clone, Copy, Debug)]
pub enum Action<'a> {
    /// The share of a co-owner in « Synthèse des paiements à date ».
    SeeSynthese(CoOwner),
    SeePayments(CoOwner),
    SeeSchedule(CoOwner),
    SeeMandats(CoOwner),
    /// Open or delete a mandat, made by this SIRET.
    ManageMandat(&'a Siret),
    /// Pay a créance of this SIRET.
    PayCreance(&'a Siret),
    OpenDeclaration(DeclarationLine),
    /// Open a téléservice for this company, signed in.
    OpenTeleservice(Teleservice),
    /// Go to the declarations that a co-owner takes on its own site (mission §4).
    DeclareAt(CoOwner),
    /// e-contacts, whatever the motif.
    UseMessaging,
    AskMotif {
        confidential: bool,
    },
    /// Read a question of this company, sent to this service, with its answers and files.
    ReadConversation {
        siren: &'a Siren,
        service: &'a str,
        confidential: bool,
    },
    /// Answer as this service, or take a question in charge.
    AnswerConversation {
        service: &'a str,
    },
    ReadServiceInbox {
        service: &'a str,
    },
    /// Sign in as an agent from outside the administration's networks.
    WorkFrom(Network),
    /// Mark an answer of this service as an official act (001).
    IssueOfficialAct {
        service: &'a str,
        from: Network,
        /// Password and second factor were given a short while ago.
        freshly_proved: bool,
    },
    /// Delegate the role of « administrateur général de l'entreprise » of this company (004, Habilitation).
    DelegateRole(&'a Siren),
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

    /// For `?`: the refusal as an error.
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

/// Mission §3.3 in full; every page and every use case asks here.
pub fn decide(actor: &Actor, action: &Action) -> Decision {
    Decision::from_result(match actor {
        Actor::Usager { habilitations, siren } => match siren {
            Some(siren) => Company { habilitations, siren }.decide(action),
            None => Err(without_company(action)),
        },
        Actor::Agent { services, remote } => decide_agent(services, *remote, action),
        Actor::Administrator { sirens } => decide_administrator(sirens, action),
    })
}

/// Without a company there is nothing to see; what is confidential does not exist either.
fn without_company(action: &Action) -> Denial {
    match action {
        Action::AskMotif { confidential: true } | Action::ReadConversation { .. } => {
            Denial::hidden(Reason::NoCompany)
        }
        Action::AnswerConversation { .. }
        | Action::ReadServiceInbox { .. }
        | Action::WorkFrom(_)
        | Action::IssueOfficialAct { .. } => Denial::hidden(Reason::AgentsOnly),
        Action::DelegateRole(siren) => Denial::shown(Reason::NotAdministrator { siren: Siren::clone(siren) }),
        _ => Denial::shown(Reason::NoCompany),
    }
}

/// What one person may do on the company they chose.
struct Company<'a> {
    habilitations: &'a [Habilitation],
    siren: &'a Siren,
}

impl Company<'_> {
    fn decide(&self, action: &Action) -> Result<(), Denial> {
        let sepa = Teleservice::TelepaiementSepa;
        match *action {
            Action::SeeSynthese(co_owner) | Action::SeePayments(co_owner) => {
                self.see(co_owner, sepa, Droit::Telepayer)
            }
            Action::SeeMandats(co_owner) => self.see(co_owner, sepa, Droit::Adherer),
            Action::SeeSchedule(co_owner) if !co_owner.has_schedule() => not_offered(co_owner),
            Action::SeeSchedule(co_owner) => self.see(co_owner, sepa, Droit::Telepayer),
            Action::ManageMandat(siret) => self.at(siret, sepa, Droit::Adherer),
            Action::PayCreance(siret) => self.at(siret, sepa, Droit::Telepayer),
            Action::OpenDeclaration(line) => {
                self.anywhere(line.teleservice(), &[Droit::Lire, Droit::Declarer])
            }
            Action::OpenTeleservice(teleservice) => self.open(teleservice),
            Action::DeclareAt(co_owner) if co_owner.declarations().is_none() => not_offered(co_owner),
            Action::DeclareAt(co_owner) => self.anything_of(co_owner),
            Action::UseMessaging | Action::AskMotif { confidential: false } => {
                self.anything_of(CoOwner::Dgddi)
            }
            Action::AskMotif { confidential: true } => self.confidential(),
            Action::ReadConversation { siren, .. } if siren != self.siren => {
                Err(Denial::hidden(Reason::Elsewhere))
            }
            Action::ReadConversation { confidential: true, .. } => self.confidential(),
            Action::ReadConversation { .. } => self.anything_of(CoOwner::Dgddi),
            Action::AnswerConversation { .. }
            | Action::ReadServiceInbox { .. }
            | Action::WorkFrom(_)
            | Action::IssueOfficialAct { .. } => Err(Denial::hidden(Reason::AgentsOnly)),
            // Habilitations are no role: a correspondant entreprise is not an administrateur général (004).
            Action::DelegateRole(siren) => {
                Err(Denial::shown(Reason::NotAdministrator { siren: siren.clone() }))
            }
        }
    }

    /// A co-owner's figures: customs ask the given right of Télépaiement SEPA, the others let their own
    /// payments be consulted.
    fn see(&self, co_owner: CoOwner, teleservice: Teleservice, droit: Droit) -> Result<(), Denial> {
        match co_owner {
            CoOwner::Dgddi => self.anywhere(teleservice, &[droit]),
            CoOwner::Dgfip => self.on_siren(Teleservice::PaiementsDgfip, &[Droit::Consulter]),
            CoOwner::Urssaf => self.on_siren(Teleservice::PaiementsUrssaf, &[Droit::Consulter]),
            CoOwner::NetEntreprises => not_offered(co_owner),
        }
    }

    fn here(&self) -> impl Iterator<Item = &Habilitation> {
        self.habilitations.iter().filter(|habilitation| habilitation.place.is_in(self.siren))
    }

    /// One of the rights, on at least one SIRET of the company.
    fn anywhere(&self, teleservice: Teleservice, droits: &[Droit]) -> Result<(), Denial> {
        if self.here().any(|held| droits.iter().any(|droit| held.gives(teleservice, *droit))) {
            return Ok(());
        }
        let level = Level::AnySiretOf(self.siren.clone());
        Err(Denial::shown(Reason::MissingRight { teleservice, droits: droits.to_vec(), level }))
    }

    /// Any right on the téléservice opens it: it then shows and takes what each SIRET allows (mission §3.4).
    fn open(&self, teleservice: Teleservice) -> Result<(), Denial> {
        let droits = teleservice.droits();
        match teleservice.co_owner() {
            CoOwner::Dgddi => self.anywhere(teleservice, droits),
            _ => self.on_siren(teleservice, droits),
        }
    }

    /// One of the rights, on the SIREN.
    fn on_siren(&self, teleservice: Teleservice, droits: &[Droit]) -> Result<(), Denial> {
        if self.here().any(|held| droits.iter().any(|droit| held.gives(teleservice, *droit))) {
            return Ok(());
        }
        let level = Level::At(Place::Siren(self.siren.clone()));
        Err(Denial::shown(Reason::MissingRight { teleservice, droits: droits.to_vec(), level }))
    }

    /// The right on the very SIRET: one on a neighbour, or on the SIREN, does not do.
    fn at(&self, siret: &Siret, teleservice: Teleservice, droit: Droit) -> Result<(), Denial> {
        if !siret.is_of(self.siren) {
            return Err(Denial::hidden(Reason::Elsewhere));
        }
        let place = Place::Siret(siret.clone());
        if self.habilitations.iter().any(|held| held.place == place && held.gives(teleservice, droit)) {
            return Ok(());
        }
        let level = Level::At(place);
        Err(Denial::shown(Reason::MissingRight { teleservice, droits: vec![droit], level }))
    }

    /// At least one habilitation of that co-owner on the SIREN; of the customs it is e-contacts standard.
    fn anything_of(&self, co_owner: CoOwner) -> Result<(), Denial> {
        if self.here().any(|held| held.co_owner == co_owner && held.teleservice.co_owner() == co_owner) {
            return Ok(());
        }
        Err(Denial::shown(Reason::NoHabilitation { co_owner, siren: self.siren.clone() }))
    }

    /// e-contacts comptable: *télépayer* on the SIREN; without it the two motifs do not exist.
    fn confidential(&self) -> Result<(), Denial> {
        self.anywhere(Teleservice::TelepaiementSepa, &[Droit::Telepayer])
            .map_err(|denial| Denial { hidden: true, ..denial })
    }
}

fn not_offered(co_owner: CoOwner) -> Result<(), Denial> {
    Err(Denial::shown(Reason::NotOffered { co_owner }))
}

/// An agent reads and answers what was sent to their services, confidential or not; nothing else exists.
fn decide_agent(services: &[String], remote: bool, action: &Action) -> Result<(), Denial> {
    match *action {
        Action::ReadConversation { service, .. }
        | Action::AnswerConversation { service }
        | Action::ReadServiceInbox { service } => {
            let mine = services.iter().any(|own| own == service);
            if mine { Ok(()) } else { Err(Denial::hidden(Reason::Elsewhere)) }
        }
        Action::WorkFrom(Network::Outside) if !remote => Err(Denial::shown(Reason::NoRemoteAccess)),
        Action::WorkFrom(_) => Ok(()),
        Action::IssueOfficialAct { service, from, freshly_proved } => {
            if !services.iter().any(|own| own == service) {
                Err(Denial::hidden(Reason::Elsewhere))
            } else if from != Network::Secured {
                // Said first: a new proof would not help here.
                Err(Denial::shown(Reason::NetworkNotSecured))
            } else if !freshly_proved {
                Err(Denial::shown(Reason::ProofTooOld))
            } else {
                Ok(())
            }
        }
        _ => Err(Denial::shown(Reason::UsagersOnly)),
    }
}

/// The role delegates itself; what it opens besides are habilitations, held like others.
fn decide_administrator(sirens: &[Siren], action: &Action) -> Result<(), Denial> {
    match action {
        Action::DelegateRole(siren) if sirens.contains(siren) => Ok(()),
        other => Err(without_company(other)),
    }
}
