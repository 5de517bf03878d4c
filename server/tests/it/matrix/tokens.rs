//! Words that stand in one place only, and who may read them.

use domain::co_owner::CoOwner;
use domain::rights::Action;

use super::people::{Company, Role, Stage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A company's name.
    Name(Company),
    /// A créance at a co-owner.
    Creance(CoOwner, Company),
    Mandat(CoOwner, Company),
    /// A question: its subject, its text, its file.
    Question(Company, Confidential),
    /// The draft of a question, which is its writer's alone.
    Draft(Role, Company, Confidential),
    /// A person's address.
    Mail(Role),
}

pub type Confidential = bool;

impl Token {
    pub fn all() -> Vec<Token> {
        let mut all = Vec::new();
        for company in Company::BOTH {
            all.push(Token::Name(company));
            for co_owner in [CoOwner::Dgddi, CoOwner::Dgfip] {
                all.extend([Token::Creance(co_owner, company), Token::Mandat(co_owner, company)]);
            }
            for confidential in [false, true] {
                all.push(Token::Question(company, confidential));
                all.extend(writers().map(|role| Token::Draft(role, company, confidential)));
            }
        }
        all.extend(writers().map(Token::Mail));
        all
    }

    pub fn text(self) -> String {
        let secret = |confidential: bool| if confidential { "SECRET" } else { "PLAIN" };
        match self {
            Token::Name(company) => format!("QZ-NOM-{}", company.letter()),
            Token::Creance(co_owner, company) => {
                format!("QZ-CREANCE-{}-{}", co_owner.code(), company.letter())
            }
            Token::Mandat(co_owner, company) => format!("QZ-MANDAT-{}-{}", co_owner.code(), company.letter()),
            Token::Question(company, confidential) => {
                format!("QZ-QUESTION-{}-{}", company.letter(), secret(confidential))
            }
            Token::Draft(role, company, confidential) => {
                format!("QZ-BROUILLON-{}-{}-{role:?}", company.letter(), secret(confidential))
            }
            Token::Mail(role) => mail(role),
        }
    }

    /// Typed by this person, whatever became of their rights: it is in the copy of their data.
    pub fn is_by(self, role: Role) -> bool {
        matches!(self, Token::Draft(writer, ..) if writer == role)
            || matches!(self, Token::Creance(CoOwner::Dgddi, _))
    }

    /// May this person read it, anywhere at all?
    pub fn is_open_to(self, role: Role) -> bool {
        let chosen = |company| role.company() == Some(company);
        match self {
            // The choice of a company names all that one holds something on; agents see whose question it is.
            Token::Name(company) => {
                role.stage() == Stage::Usager && role.holds_on(company) || reads(role, company, false)
            }
            // A confidential question names the créance that it is about.
            Token::Creance(co_owner, company) => {
                chosen(company) && role.may(&Action::SeePayments(co_owner))
                    || co_owner == CoOwner::Dgddi && reads(role, company, true)
            }
            Token::Mandat(co_owner, company) => chosen(company) && role.may(&Action::SeeMandats(co_owner)),
            Token::Question(company, confidential) => reads(role, company, confidential),
            Token::Draft(writer, company, confidential) => {
                role == writer
                    && chosen(company)
                    && role.may(&Action::UseMessaging)
                    && role.may(&Action::AskMotif { confidential })
            }
            Token::Mail(owner) => role == owner,
        }
    }
}

pub fn reads(role: Role, company: Company, confidential: bool) -> bool {
    let (siren, service) = (company.siren(), company.service(confidential));
    role.may(&Action::ReadConversation { siren: &siren, service, confidential })
}

fn writers() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| role.has_account())
}

pub fn mail(role: Role) -> String {
    format!("qz-mel-{}@exemple.fr", format!("{role:?}").to_lowercase())
}
