//! Roles: kinds of persons that send requests, with their session, company and rights.

use domain::{
    co_owner::CoOwner,
    rights::{Action, Actor, Decision, Droit, Habilitation, Place, StaffRole, Teleservice, decide},
    siren::Siren,
    siret::Siret,
};

/// The two companies of the fixture. Most roles have [`Company::Own`] as current company.
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

    /// SIRET of a fictitious establishment: no real SIREN begins with 0.
    pub fn siret(self) -> Siret {
        let text = match self {
            Company::Own => "00010101400017",
            Company::Other => "00020202800015",
        };
        Siret::parse(text).expect("a SIRET")
    }

    /// Service that receives its questions.
    pub const fn service(self, confidential: bool) -> &'static str {
        match (self, confidential) {
            (Company::Own, false) => "PAE-A",
            (Company::Own, true) => "RR-A",
            (Company::Other, false) => "PAE-B",
            (Company::Other, true) => "RR-B",
        }
    }
}

/// Stage of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Visitor,
    AwaitingCode,
    Enrolling,
    Usager,
    Staff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Visitor,
    /// Has entered the password and must enter a code.
    AwaitingCode,
    /// Must enrol the authenticator application that the security level requires.
    Enrolling,
    /// Has every right and no current company.
    NoSiren,
    /// No longer has a right on the current company.
    RightsRevoked,
    /// Has the right *lire* at customs.
    Declarant,
    /// Has the right *télépayer*.
    Payer,
    /// Has the right *adhérer*.
    Adherent,
    /// Has a right of the DGFiP only.
    TaxesOnly,
    /// Like [`Role::Payer`], without a recent authentication.
    OldAuthentication,
    /// Has every right on the other company only.
    OtherCompany,
    /// Has every right on both companies; the current one is the other company.
    BothCompanies,
    /// Agent of the services that receive the questions of [`Company::Own`].
    Agent,
    /// Agent of the services that receive the questions of [`Company::Other`].
    OtherAgent,
    /// Hotline adviser.
    Adviser,
    /// Editor of the public texts.
    Editor,
    /// Document manager of the service of the confidential questions of [`Company::Own`].
    DocumentManager,
    /// Administrator of the portal.
    Administrator,
}

impl Role {
    pub const ALL: [Role; 18] = [
        Role::Visitor,
        Role::AwaitingCode,
        Role::Enrolling,
        Role::NoSiren,
        Role::RightsRevoked,
        Role::Declarant,
        Role::Payer,
        Role::Adherent,
        Role::TaxesOnly,
        Role::OldAuthentication,
        Role::OtherCompany,
        Role::BothCompanies,
        Role::Agent,
        Role::OtherAgent,
        Role::Adviser,
        Role::Editor,
        Role::DocumentManager,
        Role::Administrator,
    ];

    pub const fn stage(self) -> Stage {
        match self {
            Role::Visitor => Stage::Visitor,
            Role::AwaitingCode => Stage::AwaitingCode,
            Role::Enrolling => Stage::Enrolling,
            Role::Agent
            | Role::OtherAgent
            | Role::Adviser
            | Role::Editor
            | Role::DocumentManager
            | Role::Administrator => Stage::Staff,
            _ => Stage::Usager,
        }
    }

    pub fn has_account(self) -> bool {
        !matches!(self.stage(), Stage::Visitor | Stage::Staff)
    }

    /// Current company of the session.
    pub const fn company(self) -> Option<Company> {
        match self {
            Role::RightsRevoked
            | Role::Declarant
            | Role::Payer
            | Role::Adherent
            | Role::TaxesOnly
            | Role::OldAuthentication => Some(Company::Own),
            Role::OtherCompany | Role::BothCompanies => Some(Company::Other),
            _ => None,
        }
    }

    pub fn is_recently_authenticated(self) -> bool {
        matches!(self.stage(), Stage::Usager | Stage::Enrolling | Stage::Staff)
            && self != Role::OldAuthentication
    }

    /// Rights on both companies.
    pub fn rights(self) -> Vec<Habilitation> {
        let (sepa, own) = (Teleservice::TelepaiementSepa, Company::Own);
        match self {
            Role::Visitor | Role::RightsRevoked => Vec::new(),
            Role::Agent
            | Role::OtherAgent
            | Role::Adviser
            | Role::Editor
            | Role::DocumentManager
            | Role::Administrator => Vec::new(),
            Role::AwaitingCode | Role::Enrolling | Role::NoSiren | Role::BothCompanies => {
                Company::BOTH.into_iter().flat_map(all_rights_on).collect()
            }
            Role::Declarant => vec![at(own, Teleservice::DeltaG, Droit::Lire)],
            Role::Payer | Role::OldAuthentication => vec![at(own, sepa, Droit::Telepayer)],
            Role::Adherent => vec![at(own, sepa, Droit::Adherer)],
            Role::TaxesOnly => vec![at(own, Teleservice::PaiementsDgfip, Droit::Consulter)],
            Role::OtherCompany => all_rights_on(Company::Other),
        }
    }

    pub fn has_right_on(self, company: Company) -> bool {
        self.rights().iter().any(|right| right.place.is_in(&company.siren()))
    }

    /// Returns `true` if no right on the company was revoked: every account has all rights at first.
    pub fn has_all_rights_on(self, company: Company) -> bool {
        let rights = self.rights();
        all_rights_on(company).iter().all(|right| rights.contains(right))
    }

    pub const fn services(self) -> &'static [&'static str] {
        match self {
            Role::Agent => &["PAE-A", "RR-A"],
            Role::OtherAgent => &["PAE-B", "RR-B"],
            Role::DocumentManager => &["RR-A"],
            _ => &[],
        }
    }

    pub const fn staff_roles(self) -> &'static [StaffRole] {
        match self {
            Role::Agent | Role::OtherAgent => &[StaffRole::Agent],
            Role::Adviser => &[StaffRole::Adviser],
            Role::Editor => &[StaffRole::Editor],
            Role::DocumentManager => &[StaffRole::DocumentManager],
            Role::Administrator => &[StaffRole::Administrator],
            _ => &[],
        }
    }

    /// Decision of `domain::rights::decide` for this role.
    pub fn decision(self, action: &Action) -> Decision {
        self.decision_for(self.company(), action)
    }

    /// Like [`Self::decision`], with another current company.
    pub fn decision_for(self, company: Option<Company>, action: &Action) -> Decision {
        if self.stage() == Stage::Staff {
            let services: Vec<String> = self.services().iter().map(|&code| code.to_owned()).collect();
            return decide(
                &Actor::Staff { roles: self.staff_roles(), services: &services, remote: true },
                action,
            );
        }
        let (habilitations, siren) = (self.rights(), company.map(Company::siren));
        decide(&Actor::Usager { habilitations: &habilitations, siren: siren.as_ref() }, action)
    }

    /// Returns `true` if the sign-in is complete and the role has the right.
    pub fn is_allowed(self, action: &Action) -> bool {
        matches!(self.stage(), Stage::Usager | Stage::Staff) && self.decision(action).is_allowed()
    }
}

fn at(company: Company, teleservice: Teleservice, droit: Droit) -> Habilitation {
    let place = match teleservice.co_owner() {
        CoOwner::Dgddi => Place::Siret(company.siret()),
        _ => Place::Siren(company.siren()),
    };
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place }
}

pub fn all_rights_on(company: Company) -> Vec<Habilitation> {
    [
        (Teleservice::DeltaG, Droit::Declarer),
        (Teleservice::TelepaiementSepa, Droit::Telepayer),
        (Teleservice::TelepaiementSepa, Droit::Adherer),
        (Teleservice::TelepaiementCb, Droit::Telepayer),
        (Teleservice::PaiementsDgfip, Droit::Consulter),
    ]
    .map(|(teleservice, droit)| at(company, teleservice, droit))
    .to_vec()
}
