//! Markers: words that appear in one object only, and the roles that may read them.

use domain::{
    co_owner::CoOwner,
    rights::{Action, DeclarationLine},
};

use super::{
    injection::HTML,
    roles::{Company, Role, Stage},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A company's name.
    Name(Company),
    /// A créance at a co-owner.
    Creance(CoOwner, Company),
    Mandat(CoOwner, Company),
    /// Customs office of an export declaration.
    Export(Company),
    /// Subject, text and file of a question.
    Question(Company, Confidential),
    /// Subject, text and file of a draft, which only its writer may read.
    Draft(Role, Company, Confidential),
    /// Mail address of an account.
    Mail(Role),
}

pub type Confidential = bool;

impl Marker {
    pub fn all() -> Vec<Marker> {
        let mut all = Vec::new();
        for company in Company::BOTH {
            all.extend([Marker::Name(company), Marker::Export(company)]);
            for co_owner in [CoOwner::Dgddi, CoOwner::Dgfip] {
                all.extend([Marker::Creance(co_owner, company), Marker::Mandat(co_owner, company)]);
            }
            for confidential in [false, true] {
                all.push(Marker::Question(company, confidential));
                all.extend(writers().map(|role| Marker::Draft(role, company, confidential)));
            }
        }
        all.extend(writers().map(Marker::Mail));
        all
    }

    pub fn text(self) -> String {
        let secret = |confidential: bool| if confidential { "SECRET" } else { "PLAIN" };
        match self {
            Marker::Name(company) => format!("QZ-NOM-{}", company.letter()),
            Marker::Creance(co_owner, company) => {
                format!("QZ-CREANCE-{}-{}", co_owner.code(), company.letter())
            }
            Marker::Mandat(co_owner, company) => {
                format!("QZ-MANDAT-{}-{}", co_owner.code(), company.letter())
            }
            Marker::Export(company) => format!("QZ-EXPORT-{}", company.letter()),
            Marker::Question(company, confidential) => {
                format!("QZ-QUESTION-{}-{}", company.letter(), secret(confidential))
            }
            Marker::Draft(role, company, confidential) => {
                format!("QZ-BROUILLON-{}-{}-{role:?}", company.letter(), secret(confidential))
            }
            Marker::Mail(role) => mail(role),
        }
    }

    /// Returns the text as its author writes it: with HTML at its end.
    pub fn written(self) -> String {
        format!("{}{HTML}", self.text())
    }

    /// Returns `true` if this person typed the marker: it is in the copy of their data whatever their rights.
    pub fn is_typed_by(self, role: Role) -> bool {
        matches!(self, Marker::Draft(writer, ..) if writer == role)
            || matches!(self, Marker::Creance(CoOwner::Dgddi, _))
    }

    /// Returns `true` if there is a page on which this role may read the marker.
    pub fn is_readable_by(self, role: Role) -> bool {
        let is_current = |company| role.company() == Some(company);
        match self {
            // The company choice lists the companies with a right; agents see the company of a question.
            Marker::Name(company) => {
                role.stage() == Stage::Usager && role.has_right_on(company)
                    || may_read_question(role, company, false)
            }
            // A confidential question contains its créance.
            Marker::Creance(co_owner, company) => {
                is_current(company) && role.is_allowed(&Action::SeePayments(co_owner))
                    || co_owner == CoOwner::Dgddi && may_read_question(role, company, true)
            }
            Marker::Mandat(co_owner, company) => {
                is_current(company) && role.is_allowed(&Action::SeeMandats(co_owner))
            }
            Marker::Export(company) => {
                is_current(company)
                    && role.is_allowed(&Action::OpenDeclaration(DeclarationLine::Dedouanement))
            }
            Marker::Question(company, confidential) => may_read_question(role, company, confidential),
            Marker::Draft(writer, company, confidential) => {
                role == writer
                    && is_current(company)
                    && role.is_allowed(&Action::UseMessaging)
                    && role.is_allowed(&Action::UseMotif { confidential })
            }
            Marker::Mail(owner) => role == owner,
        }
    }
}

pub fn may_read_question(role: Role, company: Company, confidential: bool) -> bool {
    let (siren, service) = (company.siren(), company.service(confidential));
    role.is_allowed(&Action::ReadConversation { siren: &siren, service, confidential })
}

fn writers() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| role.has_account())
}

pub fn mail(role: Role) -> String {
    format!("qz-mel-{}@exemple.fr", format!("{role:?}").to_lowercase())
}
