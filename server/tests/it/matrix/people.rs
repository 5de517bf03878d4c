//! Who asks.

use domain::co_owner::CoOwner;
use domain::rights::{Action, Actor, Decision, Droit, Habilitation, Place, Teleservice, decide};
use domain::siren::Siren;
use domain::siret::Siret;

/// The two companies: one that most people work for, and another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    Own,
    Other,
}

impl Company {
    pub const BOTH: [Company; 2] = [Company::Own, Company::Other];

    pub const fn letter(self) -> char {
        match self {
            Company::Own => 'A',
            Company::Other => 'B',
        }
    }

    pub fn siren(self) -> Siren {
        self.siret().siren()
    }

    /// Nobody's: no real SIREN begins with 0.
    pub fn siret(self) -> Siret {
        let text = match self {
            Company::Own => "00010101400017",
            Company::Other => "00020202800015",
        };
        Siret::parse(text).expect("a SIRET")
    }

    /// The services that its questions are sent to: not confidential, confidential.
    pub const fn service(self, confidential: bool) -> &'static str {
        match (self, confidential) {
            (Company::Own, false) => "PAE-A",
            (Company::Own, true) => "RR-A",
            (Company::Other, false) => "PAE-B",
            (Company::Other, true) => "RR-B",
        }
    }
}

/// How far somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Visitor,
    CodeAwaited,
    Enrolling,
    Usager,
    Agent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Visitor,
    /// The password was right; its code is awaited.
    CodeAwaited,
    /// The application that the level promises is still to be added.
    Enrolling,
    /// Holds every right, has chosen no company.
    NoSiren,
    /// Works for a company on which nothing is held any more.
    Withdrawn,
    /// One right of customs, which is not *télépayer*.
    Declarant,
    /// *Télépayer*.
    Payer,
    /// *Adhérer*.
    Adherent,
    /// A right of the DGFiP alone.
    TaxesOnly,
    /// As [`Role::Payer`], whose proof is too old for what is sensitive.
    OldProof,
    /// Every right on the other company alone.
    Stranger,
    /// Every right on both, and has chosen the other one.
    Both,
    /// Of the services that the company's questions are sent to.
    Agent,
    OtherAgent,
}

impl Role {
    pub const ALL: [Role; 14] = [
        Role::Visitor,
        Role::CodeAwaited,
        Role::Enrolling,
        Role::NoSiren,
        Role::Withdrawn,
        Role::Declarant,
        Role::Payer,
        Role::Adherent,
        Role::TaxesOnly,
        Role::OldProof,
        Role::Stranger,
        Role::Both,
        Role::Agent,
        Role::OtherAgent,
    ];

    pub const fn stage(self) -> Stage {
        match self {
            Role::Visitor => Stage::Visitor,
            Role::CodeAwaited => Stage::CodeAwaited,
            Role::Enrolling => Stage::Enrolling,
            Role::Agent | Role::OtherAgent => Stage::Agent,
            _ => Stage::Usager,
        }
    }

    pub fn has_account(self) -> bool {
        !matches!(self.stage(), Stage::Visitor | Stage::Agent)
    }

    /// The company chosen in the session.
    pub const fn company(self) -> Option<Company> {
        match self {
            Role::Withdrawn
            | Role::Declarant
            | Role::Payer
            | Role::Adherent
            | Role::TaxesOnly
            | Role::OldProof => Some(Company::Own),
            Role::Stranger | Role::Both => Some(Company::Other),
            _ => None,
        }
    }

    pub fn has_fresh_proof(self) -> bool {
        matches!(self.stage(), Stage::Usager | Stage::Enrolling | Stage::Agent) && self != Role::OldProof
    }

    /// What the person holds, on both companies.
    pub fn held(self) -> Vec<Habilitation> {
        let (sepa, own) = (Teleservice::TelepaiementSepa, Company::Own);
        match self {
            Role::Visitor | Role::Withdrawn | Role::Agent | Role::OtherAgent => Vec::new(),
            Role::CodeAwaited | Role::Enrolling | Role::NoSiren | Role::Both => {
                Company::BOTH.into_iter().flat_map(everything_on).collect()
            }
            Role::Declarant => vec![at(own, Teleservice::DeltaG, Droit::Lire)],
            Role::Payer | Role::OldProof => vec![at(own, sepa, Droit::Telepayer)],
            Role::Adherent => vec![at(own, sepa, Droit::Adherer)],
            Role::TaxesOnly => vec![at(own, Teleservice::PaiementsDgfip, Droit::Consulter)],
            Role::Stranger => everything_on(Company::Other),
        }
    }

    pub fn holds_on(self, company: Company) -> bool {
        self.held().iter().any(|right| right.place.is_in(&company.siren()))
    }

    /// As at the beginning, when everybody held everything.
    pub fn holds_everything_on(self, company: Company) -> bool {
        let held = self.held();
        everything_on(company).iter().all(|right| held.contains(right))
    }

    pub const fn services(self) -> &'static [&'static str] {
        match self {
            Role::Agent => &["PAE-A", "RR-A"],
            Role::OtherAgent => &["PAE-B", "RR-B"],
            _ => &[],
        }
    }

    /// The one decision function, asked for this person.
    pub fn decides(self, action: &Action) -> Decision {
        self.decides_on(self.company(), action)
    }

    /// The same as if the operator had chosen that company.
    pub fn decides_on(self, company: Option<Company>, action: &Action) -> Decision {
        if self.stage() == Stage::Agent {
            let services: Vec<String> = self.services().iter().map(|&code| code.to_owned()).collect();
            return decide(&Actor::Agent { services: &services, remote: true }, action);
        }
        let (habilitations, siren) = (self.held(), company.map(Company::siren));
        decide(&Actor::Usager { habilitations: &habilitations, siren: siren.as_ref() }, action)
    }

    /// Is signed in far enough for rights to count, and has the right?
    pub fn may(self, action: &Action) -> bool {
        matches!(self.stage(), Stage::Usager | Stage::Agent) && self.decides(action).is_allowed()
    }
}

fn at(company: Company, teleservice: Teleservice, droit: Droit) -> Habilitation {
    let place = match teleservice.co_owner() {
        CoOwner::Dgddi => Place::Siret(company.siret()),
        _ => Place::Siren(company.siren()),
    };
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place }
}

pub fn everything_on(company: Company) -> Vec<Habilitation> {
    [
        (Teleservice::DeltaG, Droit::Declarer),
        (Teleservice::TelepaiementSepa, Droit::Telepayer),
        (Teleservice::TelepaiementSepa, Droit::Adherer),
        (Teleservice::PaiementsDgfip, Droit::Consulter),
    ]
    .map(|(teleservice, droit)| at(company, teleservice, droit))
    .to_vec()
}
